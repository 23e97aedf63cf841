// Tells the app of each file dropped into the deposit container. Deployed once the code is there: the key of the webhook is
// made by the host when it first sees the blob function, and Event Grid asks the webhook for an answer on the spot.
// The key is read here, inside a module of its own, so that a deployment without the file drop never asks for it.

import { tagsType } from 'types.bicep'

@description('Name of the system topic.')
param topicName string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags tagsType

@description('Name of the storage account that holds the container.')
param storageName string

@description('Name of the container whose new blobs are announced.')
param container string

@description('Name of the function app.')
param appName string

@description('Host name of the function app.')
param hostName string

@description('Name of the blob function, as in its [Function] attribute.')
param functionName string

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

var webhookKey = listKeys('${app.id}/host/default', app.apiVersion).systemKeys.blobs_extension

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: topicName
  location: location
  tags: tags
  properties: {
    source: storage.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }

  resource deposits 'eventSubscriptions' = {
    name: 'deposits'
    properties: {
      destination: {
        endpointType: 'WebHook'
        properties: {
          endpointUrl: 'https://${hostName}/runtime/webhooks/blobs?functionName=Host.Functions.${functionName}&code=${webhookKey}'
          // One file, one call: a file that fails must not hold back another.
          maxEventsPerBatch: 1
        }
      }
      eventDeliverySchema: 'EventGridSchema'
      filter: {
        includedEventTypes: ['Microsoft.Storage.BlobCreated']
        subjectBeginsWith: '/blobServices/default/containers/${container}/'
      }
      // The longest that Event Grid offers. After that the file is still in the container, and the sweep finds it.
      retryPolicy: {
        maxDeliveryAttempts: 30
        eventTimeToLiveInMinutes: 1440
      }
    }
  }
}
