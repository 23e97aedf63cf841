using 'main.bicep'

// Values of one environment, taken from azd's environment or from the shell. README.md says what each is; those without a
// default must be set.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION', 'francecentral')
param entraClientId = readEnvironmentVariable('ENTRA_CLIENT_ID')
param mailTransport = readEnvironmentVariable('MAIL_TRANSPORT', 'sendgrid')
param mailFrom = readEnvironmentVariable('MAIL_FROM')
param baseUrl = readEnvironmentVariable('SITE_BASE_URL', '')
param fileDropReady = bool(readEnvironmentVariable('FILE_DROP_READY', 'false'))
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param lockData = bool(readEnvironmentVariable('LOCK_DATA', 'true'))
param watchedSubscriptions = json(readEnvironmentVariable('WATCHED_SUBSCRIPTIONS', '[]'))
param watchedResourceGroups = json(readEnvironmentVariable('WATCHED_RESOURCE_GROUPS', '[]'))
param additionalSettings = json(readEnvironmentVariable('ADDITIONAL_SETTINGS', '{}'))
