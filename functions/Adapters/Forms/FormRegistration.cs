using Azure;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Recognition;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Adds the reading and writing of forms.</summary>
public static class FormRegistration
{
    /// <summary>Adds the readers (<c>IEnumerable&lt;IFormReader&gt;</c>, each within its time) and the writers (<c>IEnumerable&lt;IFormWriter&gt;</c>, by content type).</summary>
    public static IServiceCollection AddForms(this IServiceCollection services, IConfiguration configuration) => services
        .AddReader(rules => new PdfFormReader(rules))
        .AddReader(rules => new DocxFormReader(rules))
        .AddReader(rules => new OdtFormReader(rules))
        .AddReader(rules => new XlsxFormReader(rules))
        .AddSingleton<IFormWriter, PdfFormWriter>()
        .AddSingleton<IFormWriter, DocxFormWriter>()
        .AddSingleton<IFormWriter, XlsxFormWriter>()
        .AddScans(configuration);

    /// <summary>
    /// Settings <c>DocumentIntelligence:Endpoint</c> (none: scans are typed by a person), <c>:Model</c> (the region's own, or <c>prebuilt-layout</c>), and
    /// <c>:Key</c>, or else the app's managed identity (<c>:ClientId</c> for a user-assigned one).
    /// </summary>
    private static IServiceCollection AddScans(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("DocumentIntelligence");
        if (settings["Endpoint"] is not { Length: > 0 } endpoint)
            return services;
        var options = new DocumentIntelligenceOptions { Model = settings["Model"] is { Length: > 0 } model ? model : DocumentIntelligenceOptions.Layout };
        services.AddSingleton(settings["Key"] is { Length: > 0 } key
            ? new DocumentIntelligence(new Uri(endpoint), new AzureKeyCredential(key), options)
            : new DocumentIntelligence(
                new Uri(endpoint),
                new ManagedIdentityCredential(settings["ClientId"] is { Length: > 0 } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned),
                options));
        return services.AddSingleton<IScanReader, RecognisedScans>();
    }

    private static IServiceCollection AddReader(this IServiceCollection services, Func<CharterRules, IFormReader> make) =>
        services.AddSingleton<IFormReader>(provider =>
        {
            var rules = provider.GetRequiredService<CharterRules>();
            return new TimedReader(make(rules), TimeSpan.FromSeconds(rules.Intake.Files.Seconds));
        });
}
