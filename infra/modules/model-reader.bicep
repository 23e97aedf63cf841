// Lets the app see the deployments of models of a resource group's Azure AI accounts: to look, never to call or to change one.

import { roleIds } from 'roles.bicep'

@description('Object id of the app\'s identity.')
param principalId string

// Two environments may watch the same place, and each has an identity of its own.
@description('Unique to the environment.')
param environmentMark string

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, environmentMark, 'Reader')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.Reader)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
