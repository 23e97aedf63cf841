// The key that wraps the key ring of links and cookies, and the one secret that no identity can replace.

import { roleIds } from 'roles.bicep'
import { tagsType } from 'types.bicep'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags tagsType

@description('Whether a lock forbids deleting the vault.')
param locked bool

@description('Object id of the app\'s identity.')
param principalId string

@description('Resource id of the workspace that keeps the audit log.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
  }

  // Renewed every year. Old versions stay enabled: they still open the key rings that they wrapped.
  resource key 'keys' = {
    name: 'data-protection'
    tags: tags
    properties: {
      kty: 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      rotationPolicy: {
        lifetimeActions: [
          {
            trigger: {
              timeAfterCreate: 'P1Y'
            }
            action: {
              type: 'rotate'
            }
          }
        ]
      }
    }
  }
}

// Wraps and unwraps with this one key; cannot sign, delete or see any other.
var wrapper = 'Key Vault Crypto Service Encryption User'

resource wrapperRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault::key.id, wrapper)
  scope: vault::key
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[wrapper])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

// On the vault and not on the secret, which a person writes later (README.md): the vault holds no other.
var secretReader = 'Key Vault Secrets User'

resource secretReaderRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, secretReader)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[secretReader])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  name: 'keep-the-keys'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Without this key every link and session already issued is void.'
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Address of the wrapping key, without a version so that the newest one wraps.')
output keyUri string = vault::key.properties.keyUri
