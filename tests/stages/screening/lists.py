"""A sanctions list in the form in which the Commission publishes it; everybody on it is made up."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from securit.kernel.actor import SYSTEM
from securit.programmes.public import Programme
from securit.stages.screening.public import SanctionsList, load_sanctions_list
from tests.worlds import AFTER

XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2023-03-09T14:00:16.479+01:00" globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.0.01" logicalId="900001">
    <regulation regulationType="regulation" programme="ZZZ" logicalId="1"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias firstName="" middleName="" lastName="" wholeName="Zvarobex Trading House" strong="true" logicalId="1"/>
    <nameAlias wholeName="Zvarobeks" strong="false" logicalId="2"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="" logicalId="900002">
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Ildrik" middleName="" lastName="Movannes" wholeName="" logicalId="3"/>
  </sanctionEntity>
</export>"""


def a_sanctions_list(programme: Programme, text: str = XML) -> SanctionsList:
    """The list, loaded."""
    file = SimpleUploadedFile("list.xml", text.encode())
    return load_sanctions_list(programme=programme, file=file, actor=SYSTEM, at=AFTER)
