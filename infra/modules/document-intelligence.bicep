// Reads scans and photos of forms. Needs its own sub-domain, because identities are only accepted there; keys are off.

import { roleIds } from 'roles.bicep'
import { tagsType } from 'types.bicep'

@description('Name of the account, also its sub-domain.')
@minLength(2)
@maxLength(64)
param name string

@description('Azure region: documents are read there and results stay there.')
param location string

@description('Tags of every resource.')
param tags tagsType

@description('F0 is free and reads two pages of a document; S0 reads all.')
@allowed(['F0', 'S0'])
param sku string

@description('Object id of the app\'s identity.')
param principalId string

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'FormRecognizer'
  sku: {
    name: sku
  }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

var reader = 'Cognitive Services User'

resource readerRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, reader)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[reader])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Address of the service.')
output endpoint string = account.properties.endpoint
