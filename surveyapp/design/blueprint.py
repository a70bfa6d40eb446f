"""The designers' part of the service; each file of pages adds its own to it."""

from flask import Blueprint

blueprint = Blueprint("design", __name__, url_prefix="/design", template_folder="templates")
