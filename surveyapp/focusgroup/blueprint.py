"""The focus groups' part of the service; each file of pages adds its own to it."""

from flask import Blueprint

blueprint = Blueprint("focusgroup", __name__, url_prefix="/groups", template_folder="templates")
