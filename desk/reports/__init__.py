"""Reports: what somebody asks for by name, as a page, on paper (PDF), and as a list (CSV, XLSX).

To add one: a module in `kinds/` with a `frame.Report`, and its name in `shelf.REPORTS`. A report says what it is
called, what it is for, who may ask for it (`check`, which raises `Refused`), by which parameters (`form`, a
`forms.Parameters`), its columns, and its rows (`frame.Rows`: querysets or lists, each with what makes a line of one).
The frame does the rest: the address `/reports/<slug>/`, the first rows as a page and all of them as files, streamed
where they may be many, and an entry in the trail for each time one is made. A report never holds a secret's value.
"""
