"""The page of a file for those who instruct it."""

from faire_ensemble.apps.funding.selectors.file.page import FilePage, file_page
from faire_ensemble.apps.funding.selectors.file.plain import PlainFile, plain_file
from faire_ensemble.apps.funding.selectors.file.presence import looking_now

__all__ = ["FilePage", "PlainFile", "file_page", "looking_now", "plain_file"]
