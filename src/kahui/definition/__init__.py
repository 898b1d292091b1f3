"""What a programme is: dated, cited data, read from a folder of files into frozen values. Pure."""

from kahui.definition.load import DefinitionFault, load
from kahui.definition.model import Definition, Programme

__all__ = ["Definition", "DefinitionFault", "Programme", "load"]
