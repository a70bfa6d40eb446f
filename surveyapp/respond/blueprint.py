"""The participants' pages as one blueprint: each file of them puts its routes here."""

from flask import Blueprint

blueprint = Blueprint("respond", __name__, url_prefix="/r/<name>", template_folder="templates")
