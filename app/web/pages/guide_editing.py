"""A guide as a form: saved as it is typed, previewed, merged, reviewed, published."""

from fastapi import APIRouter

router = APIRouter()
