// The region's data: journals, lists, documents, arrivals, reports, the key ring. Tables and queues are created by the app.

import { roleIds } from 'roles.bicep'
import { tagsType } from 'types.bicep'

@description('Name of the storage account.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags tagsType

@description('Copies: three zones of the region, or those and the paired region.')
@allowed(['Standard_ZRS', 'Standard_GZRS'])
param redundancy string

// At most 24: with the days that the lifecycle rule takes, an erasure owed within a month is real by then.
@description('How long a deleted or replaced blob can be brought back, in days.')
@minValue(7)
@maxValue(24)
param recoveryDays int

@description('How long each version of a case document resists change and deletion, in days. See adr/0003-azure-shape.md.')
@minValue(1)
@maxValue(36500)
param caseRetentionDays int

@description('Whether a lock forbids deleting the account.')
param locked bool

@description('Object id of the app\'s identity.')
param principalId string

@description('Resource id of the workspace that keeps the trace of deletions.')
param workspaceId string

var ordinaryContainers = [
  'depots'
  'quarantine'
  'reports'
  'keys'
  'drafts'
  'mails'
  'delegations'
]

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      enabled: true
      days: recoveryDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: recoveryDays
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in ordinaryContainers: {
    parent: blobs
    name: container
  }
]

resource cases 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: 'cases'
  properties: {
    immutableStorageWithVersioning: {
      enabled: true
    }
  }

  // Never locked: an erasure that the law orders must stay possible, document by document, for someone who is not the app.
  resource retention 'immutabilityPolicies' = {
    name: 'default'
    properties: {
      immutabilityPeriodSinceCreationInDays: caseRetentionDays
      allowProtectedAppendWrites: false
    }
  }
}

// Outside `cases`, deleting deletes: without this rule the version that a deletion leaves behind would stay for ever.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'forget-old-versions'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: map(ordinaryContainers, container => '${container}/')
            }
            actions: {
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 1
                }
              }
            }
          }
        }
        {
          name: 'forget-drafts'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['drafts/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: 30
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

// Contributor, not owner: the app cannot lift the retention of a document nor delete an old version.
var appRoles = [
  'Storage Blob Data Contributor'
  'Storage Queue Data Contributor'
  'Storage Table Data Contributor'
]

resource roles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in appRoles: {
    name: guid(account.id, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource deletions 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'deletions'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

// Tables have neither versions nor soft delete: what can be prevented is the deletion of the account.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (locked) {
  name: 'keep-the-cases'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds public archives: nothing is destroyed without the visa of the archives authority.'
  }
}

@description('Name of the account.')
output name string = account.name

@description('Name of the container whose new blobs are deposits.')
output depositContainer string = ordinaryContainers[0]
