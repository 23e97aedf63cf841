using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RegionSud.AiWorkflow.Edge.Adapters.Groups;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>Puts the storage behind the ports.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Adds the storage clients, the adapters and the key ring. Settings: <c>Storage:AccountName</c> (with the app's managed identity;
    /// <c>Storage:ClientId</c> when it is a user-assigned one), or else <c>Storage:ConnectionString</c>. The rules
    /// (<see cref="Charter.CharterRules"/>) must be registered beside it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither setting is given.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        AddClients(services, configuration.GetSection("Storage"));
        services.AddHostedService<StorageSetup>();
        services.AddSingleton<ICaseJournal, TableJournal>();
        services.AddSingleton<BlobDocuments>();
        services.AddSingleton<IDocuments>(provider => provider.GetRequiredService<BlobDocuments>());
        services.AddSingleton<IModelDocuments>(provider => provider.GetRequiredService<BlobDocuments>());
        AddPeople(services, configuration);
        services.AddSingleton<TableDelegations>();
        services.AddSingleton<IDelegations>(provider => provider.GetRequiredService<TableDelegations>());
        services.AddSingleton<IReminders, TableReminders>();
        services.AddSingleton<ICaseLists, TableLists>();
        services.AddSingleton<ILikeNeeds, LuceneLikeNeeds>();
        services.AddSingleton<IWakes, TableWakes>();
        services.AddSingleton<IDeposits, TableDeposits>();
        services.AddSingleton<IModelInventory, TableModels>();
        services.AddSingleton<IWeights, TableWeights>();
        services.AddSingleton<ILawLooks, TableLawLooks>();
        services.AddSingleton<IModelLooks, TableModelLooks>();
        services.AddSingleton<TableOutbox>();
        services.AddSingleton<TableMails>();
        services.AddSingleton<TableModelEvents>();
        services.AddSingleton<BlobDrafts>();
        services.AddSingleton<BlobDecisionCodes>();
        services.AddSingleton<BlobKeyRing>();
        services.AddDataProtection().SetApplicationName("RegionSud.AiWorkflow");
        services.AddOptions<KeyManagementOptions>().Configure<BlobKeyRing>((options, ring) => options.XmlRepository = ring);
        return services;
    }

    /// <summary>Roles held by groups, where the configuration names any: <c>Roles:Dgs:Group</c>; <c>Graph:ClientId</c> for a user-assigned identity.</summary>
    private static void AddPeople(IServiceCollection services, IConfiguration configuration)
    {
        var groups = RoleGroups.Read(configuration);
        if (groups.Ids.Count == 0)
        {
            services.AddSingleton<IPeople, TablePeople>();
            return;
        }

        var identity = configuration["Graph:ClientId"] is { Length: > 0 } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned;
        services.AddSingleton(groups);
        services.AddSingleton(new EntraGroups(new Uri(configuration["Graph:Endpoint"] is { Length: > 0 } endpoint ? endpoint : "https://graph.microsoft.com"), new ManagedIdentityCredential(identity), Patient(new EntraGroupsOptions())));
        services.AddSingleton<TablePeople>();
        services.AddSingleton<IPeople>(provider => ActivatorUtilities.CreateInstance<GroupPeople>(provider, provider.GetRequiredService<TablePeople>()));
    }

    private static void AddClients(IServiceCollection services, IConfigurationSection settings)
    {
        if (settings["AccountName"] is { Length: > 0 } account)
        {
            var identity = settings["ClientId"] is { Length: > 0 } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned;
            var credential = new ManagedIdentityCredential(identity);
            services.AddSingleton(new TableServiceClient(new Uri($"https://{account}.table.core.windows.net"), credential, Patient(new TableClientOptions())));
            services.AddSingleton(new BlobServiceClient(new Uri($"https://{account}.blob.core.windows.net"), credential, Patient(new BlobClientOptions())));
        }
        else if (settings["ConnectionString"] is { Length: > 0 } connection)
        {
            services.AddSingleton(new TableServiceClient(connection, Patient(new TableClientOptions())));
            services.AddSingleton(new BlobServiceClient(connection, Patient(new BlobClientOptions())));
        }
        else
        {
            throw new InvalidOperationException("Set Storage:AccountName (managed identity) or Storage:ConnectionString.");
        }
    }

    // Six tries in some ten seconds: a person waits at the other end; what is not done then is done again by the engine or the sweep.
    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 5;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(4);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        return options;
    }
}
