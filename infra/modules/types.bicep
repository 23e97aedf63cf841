// Shapes shared by the modules.

@export()
@description('Tags of a resource: name to value.')
type tagsType = {
  *: string
}

@export()
@description('Application settings: name to value.')
type settingsType = {
  *: string
}
