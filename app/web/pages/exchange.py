"""The knowledge base in and out of the browser as a ZIP file."""

from fastapi import APIRouter

router = APIRouter()
