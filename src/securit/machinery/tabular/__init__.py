"""Tables out (one writer for every export, formulas defused) and in (CSV and XLSX, limits stated, errors by row)."""
