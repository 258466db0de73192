package main

var (
	RoleOf    = roleOf
	GoType    = goType
	Merge     = merge
	FieldDoc  = fieldDoc
	CheckDocs = checkDocs
	Comment   = comment
)
