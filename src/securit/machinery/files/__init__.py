"""Files: kept once per programme under the digest of their content, checked on arrival, downloaded as attachments.

Pure parts: ``archives`` (zip bombs), ``kinds`` (what a file is), ``names`` (what is shown), ``store`` (bytes on disk).
With the database: ``models``, ``uploads`` (:func:`~securit.machinery.files.uploads.store_upload`), ``downloads``.
"""
