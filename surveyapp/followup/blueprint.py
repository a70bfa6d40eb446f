"""What became of it: actions, and what participants are told; each file of pages adds its own to it."""

from flask import Blueprint

blueprint = Blueprint("followup", __name__, url_prefix="/followup", template_folder="templates")
