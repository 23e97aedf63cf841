// Everything that the charter's workflow needs in Azure, in one resource group of one EU region.
// How to deploy: README.md. Why this shape: adr/0003-azure-shape.md.

import { resourceGroupType, settingsType, tagsType } from 'modules/types.bicep'

targetScope = 'resourceGroup'

@description('Name of the environment (production, recette…). With the resource group it makes every name unique.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Azure region, in the European Union only: France by default, as the charter asks.')
@allowed([
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'northeurope'
  'polandcentral'
  'spaincentral'
  'swedencentral'
  'westeurope'
])
param location string = 'francecentral'

@description('Client id of the app registration that signs agents in (README.md, step 1).')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('Entra tenant whose agents sign in.')
@minLength(36)
@maxLength(36)
param entraTenantId string = tenant().tenantId

@description('Who carries the mails: SendGrid (EU region) or an SMTP server, whose settings then come in additionalSettings.')
@allowed(['sendgrid', 'smtp'])
param mailTransport string = 'sendgrid'

@description('Sender of every mail.')
@minLength(6)
@maxLength(254)
param mailFrom string

@description('Public address of the site, without a final slash. Empty: the address that Azure gives.')
param baseUrl string = ''

@description('Set to true once the code has been deployed: announces the files dropped into the depots container to the app.')
param fileDropReady bool = false

@description('Name of the function that receives dropped files, as in its [Function] attribute.')
@minLength(1)
param fileDropFunction string = 'FileDrop'

@description('How long each version of a case document resists change and deletion, in days; to be set from the archives\' retention schedule.')
@minValue(1)
@maxValue(36500)
param caseRetentionDays int = 3650

@description('How long a deleted or replaced blob can be brought back, in days.')
@minValue(7)
@maxValue(24)
param recoveryDays int = 14

@description('Copies of the data: three zones of the region, or those and the paired region (only where the region has a pair).')
@allowed(['Standard_ZRS', 'Standard_GZRS'])
param dataRedundancy string = 'Standard_ZRS'

@description('Price tier of Document Intelligence: F0 is for trials, it reads two pages of a document.')
@allowed(['F0', 'S0'])
param documentIntelligenceSku string = 'S0'

@description('Memory of an instance of the app, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances of the app at once.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('How long logs stay, in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 180

@description('Address that is told when the app writes an error; none is told where it is empty.')
param alertEmail string = ''

@description('Whether locks forbid deleting the data and the keys. False only for an environment meant to be thrown away.')
param lockData bool = true

@description('Further application settings, name to value. No secret here: write @Microsoft.KeyVault(...) references.')
param additionalSettings settingsType = {}

@description('Ids of the subscriptions whose models in Azure are watched: the app may look there, and do nothing else. Needed for the catalogue, which announces retirements.')
param watchedSubscriptions string[] = []

@description('Resource groups whose deployments of models are watched, where a whole subscription is too much: the catalogue is then for somebody else to open.')
param watchedResourceGroups resourceGroupType[] = []

@description('Tags added to every resource.')
param tags tagsType = {}

var suffix = uniqueString(resourceGroup().id, environmentName)
var appName = 'func-aicharter-${suffix}'
var dataStorageName = 'stdata${suffix}'
var siteUrl = empty(baseUrl) ? 'https://${appName}.azurewebsites.net' : baseUrl
var allTags = union({ application: 'ai-charter', environment: environmentName, 'azd-env-name': environmentName }, tags)

module identity 'modules/identity.bicep' = {
  params: {
    name: 'id-aicharter-${suffix}'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: 'log-aicharter-${suffix}'
    componentName: 'appi-aicharter-${suffix}'
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    principalId: identity.outputs.principalId
    alertEmail: alertEmail
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  params: {
    name: 'sthost${suffix}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  params: {
    name: dataStorageName
    location: location
    tags: allTags
    redundancy: dataRedundancy
    recoveryDays: recoveryDays
    caseRetentionDays: caseRetentionDays
    locked: lockData
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    name: 'kv-${suffix}'
    location: location
    tags: allTags
    locked: lockData
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module documentIntelligence 'modules/document-intelligence.bicep' = {
  params: {
    name: 'di-aicharter-${suffix}'
    location: location
    tags: allTags
    sku: documentIntelligenceSku
    principalId: identity.outputs.principalId
  }
}

module watchedBySubscription 'modules/model-reader-subscription.bicep' = [
  for id in watchedSubscriptions: {
    scope: subscription(id)
    params: {
      principalId: identity.outputs.principalId
      environmentMark: suffix
    }
  }
]

module watchedByGroup 'modules/model-reader.bicep' = [
  for group in watchedResourceGroups: {
    scope: resourceGroup(group.?subscriptionId ?? subscription().subscriptionId, group.name)
    params: {
      principalId: identity.outputs.principalId
      environmentMark: suffix
    }
  }
]

// Every setting that the app reads in Azure, and no other place sets one. `__` is configuration's colon. The runtime and its
// version are not here: on Flex Consumption they belong to functionAppConfig, and the old settings are refused.
var identitySettings = {
  AzureWebJobsStorage__accountName: hostStorage.outputs.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.outputs.clientId
  Storage__accountName: dataStorage.outputs.name
  Storage__credential: 'managedidentity'
  Storage__clientId: identity.outputs.clientId
  // The identity that DefaultAzureCredential takes when nothing else names one.
  AZURE_CLIENT_ID: identity.outputs.clientId
  DataProtection__KeyUri: keyVault.outputs.keyUri
  DocumentIntelligence__Endpoint: documentIntelligence.outputs.endpoint
  DocumentIntelligence__ClientId: identity.outputs.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.outputs.clientId};Authorization=AAD'
  // Read by App Service Authentication, not by the app: the identity that stands in for a client secret, and who may sign in.
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identity.outputs.clientId
  WEBSITE_AUTH_AAD_ALLOWED_TENANTS: entraTenantId
}
var siteSettings = {
  Site__BaseUrl: siteUrl
  // Every minute: raises again the events that were lost on their way.
  Sweep__Schedule: '0 * * * * *'
  // UTC: five in the morning in Paris, in summer and in winter. Looks whether a date of the law or of a document came.
  LawWatch__Schedule: '0 0 3,4 * * *'
  // Every hour, at the ninth minute: reminds of what an open incident obliges to before its time runs out.
  Incidents__Schedule: '0 9 * * * *'
  // UTC: at half past five or six in Paris. Looks at the sources of models and at their calendar.
  ModelWatch__Schedule: '0 30 4 * * *'
  // Every minute, where a mailbox is read (Mail__Inbound__Imap__Host).
  Mail__Inbound__Imap__Schedule: '30 * * * * *'
  Mail__Transport: mailTransport
  Mail__From: mailFrom
}
var sendGridSettings = {
  SendGrid__ApiKey: '@Microsoft.KeyVault(VaultName=${keyVault.outputs.name};SecretName=sendgrid-api-key)'
  SendGrid__Region: 'eu'
}

module app 'modules/function-app.bicep' = {
  params: {
    name: appName
    planName: 'plan-aicharter-${suffix}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    packageContainerUri: hostStorage.outputs.packageContainerUri
    settings: union(identitySettings, siteSettings, mailTransport == 'sendgrid' ? sendGridSettings : {}, additionalSettings)
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    entraClientId: entraClientId
    entraTenantId: entraTenantId
  }
}

module fileDrop 'modules/file-drop.bicep' = if (fileDropReady) {
  params: {
    topicName: 'evgt-aicharter-${suffix}'
    location: location
    tags: allTags
    storageName: dataStorageName
    container: dataStorage.outputs.depositContainer
    appName: appName
    hostName: app.outputs.hostName
    functionName: fileDropFunction
  }
}

@description('Name of the function app, to deploy the code to.')
output APP_NAME string = appName

@description('Address of the site.')
output SITE_URL string = siteUrl

@description('Where Entra sends an agent back after signing in: the redirect URI of the app registration.')
output SIGN_IN_REDIRECT_URI string = '${siteUrl}/.auth/login/aad/callback'

@description('Object id of the app\'s identity: the subject of the federated credential of the app registration.')
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId

@description('Vault that waits for the secret sendgrid-api-key.')
output KEY_VAULT_NAME string = keyVault.outputs.name

@description('Storage account whose container depots takes dropped files.')
output DATA_STORAGE_NAME string = dataStorageName
