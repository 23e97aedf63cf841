// The same for a whole subscription, and with it the catalogue of its regions, where the ends of versions are announced.

import { roleIds } from 'roles.bicep'

targetScope = 'subscription'

@description('Object id of the app\'s identity.')
param principalId string

// Two environments may watch the same place, and each has an identity of its own.
@description('Unique to the environment.')
param environmentMark string

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, environmentMark, 'Reader')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.Reader)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}
