// Shapes shared by the modules.

@export()
@description('Tags of a resource: name to value.')
type tagsType = {
  *: string
}

@export()
@description('A resource group, of this subscription or another.')
type resourceGroupType = {
  @description('Id of the subscription; this deployment\'s where it is left out.')
  subscriptionId: string?

  @description('Name of the resource group.')
  name: string
}

@export()
@description('Application settings: name to value.')
type settingsType = {
  *: string
}
