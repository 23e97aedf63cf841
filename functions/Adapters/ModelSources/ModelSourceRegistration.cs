using Azure;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>Puts the sources of models that are configured behind their port.</summary>
public static class ModelSourceRegistration
{
    /// <summary>
    /// Settings: <c>Models:Azure:Enabled</c> (the app's managed identity; <c>:ClientId</c> for a user-assigned one, <c>:ApiVersion</c>), <c>Models:Mistral:Key</c>,
    /// <c>Models:HuggingFace:Enabled</c> (<c>:Token</c> for models with terms of use). Each has an <c>:Endpoint</c> of its own. Models for forms are watched where
    /// <c>DocumentIntelligence:Endpoint</c> is set. A source that is not configured is not there.
    /// </summary>
    public static IServiceCollection AddModelSources(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var (azure, mistral, face, forms) =
            (configuration.GetSection("Models:Azure"), configuration.GetSection("Models:Mistral"), configuration.GetSection("Models:HuggingFace"), configuration.GetSection("DocumentIntelligence"));
        if (IsOn(azure))
        {
            var settings = new AzureModelSettings(EndpointOf(azure, "https://management.azure.com"), azure["ApiVersion"] is { Length: > 0 } version ? version : "2026-09-01");
            services.AddSingleton<IModelSource>(provider => new AzureModelSource(settings, IdentityOf(azure), new SourceClientOptions(), provider.GetRequiredService<TimeProvider>()));
        }

        if (mistral["Key"] is { Length: > 0 } key)
            services.AddSingleton<IModelSource>(new MistralModelSource(EndpointOf(mistral, "https://api.mistral.ai"), key, new SourceClientOptions()));
        if (IsOn(face))
            services.AddSingleton<IModelSource>(new HuggingFaceModelSource(EndpointOf(face, "https://huggingface.co"), face["Token"], new SourceClientOptions()));
        if (forms["Endpoint"] is { Length: > 0 } endpoint)
        {
            services.AddSingleton<IModelSource>(provider =>
            {
                var (rules, time) = (provider.GetRequiredService<CharterRules>(), provider.GetRequiredService<TimeProvider>());
                return forms["Key"] is { Length: > 0 } formsKey
                    ? new FormModelSource(new Uri(endpoint), new AzureKeyCredential(formsKey), new SourceClientOptions(), rules, time)
                    : new FormModelSource(new Uri(endpoint), IdentityOf(forms), new SourceClientOptions(), rules, time);
            });
        }

        return services;
    }

    private static bool IsOn(IConfigurationSection section) => section["Enabled"] is { Length: > 0 } enabled && bool.Parse(enabled);

    private static Uri EndpointOf(IConfigurationSection section, string usual) => new(section["Endpoint"] is { Length: > 0 } endpoint ? endpoint : usual);

    private static ManagedIdentityCredential IdentityOf(IConfigurationSection section) =>
        new(section["ClientId"] is { Length: > 0 } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned);
}
