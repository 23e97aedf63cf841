using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>Which catalogue is read, and since when.</summary>
/// <param name="ApiVersion">Of Microsoft.CognitiveServices; the replacement of a model is said from the ones after 2024-10-01 on.</param>
public sealed record AzureModelSettings(Uri Endpoint, string ApiVersion);

/// <summary>
/// Deployments on Azure, by Azure Resource Manager: what an account deploys, and when the catalogue of its region ends it. A model's reference is the resource id of
/// its deployment. The app's identity needs the role Reader on the accounts and on their subscription.
/// </summary>
/// <remarks>
/// An upgrade by the service itself sends no event, so the deployment is asked. Requests of a look: one for each deployment and account, and the pages of the
/// catalogue of each of their regions.
/// </remarks>
public sealed partial class AzureModelSource : IModelSource
{
    private const string Scope = "https://management.azure.com/.default";
    private const int MostPages = 50;

    private readonly SourceClient client;
    private readonly string version;
    private readonly TimeProvider time;

    public AzureModelSource(AzureModelSettings settings, TokenCredential identity, SourceClientOptions options, TimeProvider time)
        : this(settings, new BearerTokenAuthenticationPolicy(identity, Scope), options, time)
    {
    }

    internal AzureModelSource(AzureModelSettings settings, HttpPipelinePolicy authentication, SourceClientOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        client = new SourceClient(
            settings.Endpoint, authentication, options, new SourceWords("Azure", "Donnez à l’identité de l’application le rôle Lecteur sur les comptes et les abonnements des modèles."));
        version = $"?api-version={Uri.EscapeDataString(settings.ApiVersion)}";
        this.time = time;
    }

    /// <inheritdoc/>
    public string Name => "azure";

    /// <inheritdoc/>
    public Task<IReadOnlyList<SeenModel>> LookAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(watched);
        return client.LookAsync(bound => SeenAsync(watched, bound), cancellation);
    }

    private async Task<IReadOnlyList<SeenModel>> SeenAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation)
    {
        var (accounts, catalogues) = (new Dictionary<string, AzureAccount>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, IReadOnlyList<AzureCatalogueRow>>(StringComparer.OrdinalIgnoreCase));
        var seen = new List<SeenModel>();
        foreach (var model in watched)
        {
            var asked = DeploymentId().Match(model.Watch!.Reference.Trim());
            if (!asked.Success || await client.GetAsync<AzureDeployment>(asked.Value + version, cancellation) is not { } deployment)
                continue;
            Belongs(deployment.Id, asked.Value);
            var (account, subscription) = (asked.Groups["account"].Value, asked.Groups["subscription"].Value);
            if (!accounts.TryGetValue(account, out var home))
            {
                home = await client.GetAsync<AzureAccount>(account + version, cancellation) ?? throw client.Unreadable();
                Belongs(home.Id, account);
                accounts.Add(account, home);
            }

            var location = (home.Location ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
            if (!Location().IsMatch(location))
                throw client.Unreadable();
            if (!catalogues.TryGetValue(subscription + location, out var catalogue))
                catalogues.Add(subscription + location, catalogue = await CatalogueAsync(subscription, location, cancellation));
            seen.Add(Seen(model, deployment, home, location, catalogue));
        }

        return seen;
    }

    private async Task<IReadOnlyList<AzureCatalogueRow>> CatalogueAsync(string subscription, string location, CancellationToken cancellation)
    {
        var (rows, next) = (new List<AzureCatalogueRow>(), $"{subscription}/providers/Microsoft.CognitiveServices/locations/{location}/models{version}");
        for (var pages = 0; next is { Length: > 0 }; pages++)
        {
            if (pages == MostPages)
                throw client.Unreadable();
            var page = await client.GetAsync<AzureCatalogue>(next, cancellation) ?? throw client.Unreadable();
            rows.AddRange(page.Value ?? throw new JsonException("The page has no list."));
            next = page.NextLink;
        }

        return rows;
    }

    private SeenModel Seen(ModelRecord model, AzureDeployment deployment, AzureAccount account, string location, IReadOnlyList<AzureCatalogueRow> catalogue)
    {
        if (deployment.Properties?.Model is not { Name: { Length: > 0 } name, Version: { Length: > 0 } deployed } deployedModel)
            throw client.Unreadable();
        var sku = deployment.Sku?.Name;
        var (place, findings) = AzurePlaces.Of(sku, location);
        var upgrade = deployment.Properties.VersionUpgradeOption;
        var found = new List<FindingKind>(findings);
        // Azure upgrades whoever does not say: no word is a yes.
        if (upgrade != "NoAutoUpgrade")
            found.Add(FindingKind.AutomaticUpgrade);
        if (upgrade is not (null or "NoAutoUpgrade" or "OnceNewDefaultVersionAvailable" or "OnceCurrentVersionExpired"))
            found.Add(FindingKind.UnknownWord);

        var rows = catalogue.Where(row => row.IsOf(deployedModel)).ToList();
        var fitting = rows.FindAll(row => string.Equals(row.Kind, account.Kind, StringComparison.OrdinalIgnoreCase));
        var offers = (fitting.Count > 0 ? fitting : rows).ConvertAll(row => row.Model!);
        if (offers.Exists(offer => offer.IsStrange(sku)))
            found.Add(FindingKind.UnknownWord);
        // Of two that disagree the earlier one is prepared for.
        var ending = offers.Where(offer => offer.IsRetired || offer.EndFor(sku) is not null).MinBy(offer => offer.EndFor(sku) ?? DateOnly.MinValue);
        return new SeenModel(model.Id, deployed)
        {
            Family = name,
            Hosting = place,
            Deployment = $"{sku}, {location}",
            Retirement = ending?.RetirementOn(ending.EndFor(sku) ?? model.Retirement?.On ?? time.ParisToday()),
            NoRetirement = offers.Count > 0 && offers.TrueForAll(offer => !offer.IsRetired && offer.EndFor(sku) is null && !offer.IsStrange(sku)),
            Findings = [.. found.Distinct()],
        };
    }

    // An answer about somebody else's resource is believed in nothing.
    private static void Belongs(string? id, string asked)
    {
        if (!string.Equals(id, asked, StringComparison.OrdinalIgnoreCase))
            throw new ModelSourceException("Azure a répondu au sujet d’un autre compte que celui demandé\u00a0: rien de ce regard n’est retenu. Prévenez l’administration du système.");
    }

    [GeneratedRegex(
        @"^(?<account>(?<subscription>/subscriptions/[0-9a-f-]{36})/resourceGroups/[\w().-]{1,90}/providers/Microsoft\.CognitiveServices/accounts/[A-Za-z0-9.-]{2,64})/deployments/[A-Za-z0-9._-]{1,64}$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DeploymentId();

    [GeneratedRegex("^[a-z0-9]{2,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex Location();
}
