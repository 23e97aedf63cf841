// Traces and logs. Writing needs the identity's role: the connection string alone opens nothing.

import { roleIds } from 'roles.bicep'
import { tagsType } from 'types.bicep'

@description('Name of the Log Analytics workspace.')
param workspaceName string

@description('Name of the Application Insights component.')
param componentName string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags tagsType

@description('How long logs stay, in days.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Object id of the app\'s identity.')
param principalId string

@description('Address that is told of errors; none is told where it is empty.')
param alertEmail string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

resource administrators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: '${componentName}-administrators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'charte-ia'
    emailReceivers: [
      {
        name: 'administrators'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

// What the app writes as an error wants a person: a mail that is given up, a request that failed, a group that has nobody,
// a source of models that has failed for days.
resource errors 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = if (!empty(alertEmail)) {
  name: '${componentName}-errors'
  location: location
  tags: tags
  properties: {
    displayName: 'Errors of the app'
    description: 'The app wrote an error in its log in the last quarter of an hour.'
    severity: 2
    enabled: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    autoMitigate: true
    scopes: [
      component.id
    ]
    criteria: {
      allOf: [
        {
          query: 'traces | where severityLevel >= 3 | union exceptions'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        administrators.id
      ]
    }
  }
}

var publisher = 'Monitoring Metrics Publisher'

resource publisherRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, publisher)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[publisher])
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

@description('Resource id of the workspace, where audit logs go.')
output workspaceId string = workspace.id

@description('Where telemetry is sent. Not a secret: local authentication is off.')
output connectionString string = component.properties.ConnectionString
