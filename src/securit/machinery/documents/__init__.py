"""Documents: typst templates fed with JSON become PDFs; one Markdown subset becomes HTML or typst.

The door is :func:`securit.machinery.documents.pdf.render_pdf` and
:mod:`securit.machinery.documents.markdown`. Nothing here turns HTML into PDF, fetches a package, or reads the clock.
"""
