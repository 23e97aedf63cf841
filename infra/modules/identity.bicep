// The one identity of the app. User-assigned, so that its roles exist before the app's first start and outlive the app.

import { tagsType } from 'types.bicep'

@description('Name of the managed identity.')
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags tagsType

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id, to attach the identity to the app.')
output id string = identity.id

@description('Client id: how the app\'s SDKs choose this identity.')
output clientId string = identity.properties.clientId

@description('Object id: who the roles are given to.')
output principalId string = identity.properties.principalId
