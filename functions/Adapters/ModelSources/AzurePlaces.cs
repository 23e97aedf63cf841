using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>What a deployment's type says of where it computes. Pure.</summary>
internal static class AzurePlaces
{
    // Regions whose data zone is the Union's.
    private static readonly string[] OfTheUnion =
    [
        "austriaeast", "belgiumcentral", "denmarkeast", "francecentral", "francesouth", "germanynorth", "germanywestcentral", "italynorth", "northeurope", "polandcentral",
        "spaincentral", "swedencentral", "swedensouth", "westeurope",
    ];

    /// <summary>
    /// <c>Global…</c> computes anywhere; <c>DataZone…</c> in the Union, for an account there; <c>Standard</c> and <c>Provisioned…</c> in the account's own region, of
    /// which the record says more than Azure. Null where nothing is said, or not known.
    /// </summary>
    /// <param name="location">Of the account.</param>
    public static (HostingPlace? Place, IReadOnlyList<FindingKind> Findings) Of(string? sku, string location)
    {
        if (Begins("Global"))
            return (HostingPlace.Outside, [FindingKind.GlobalDeployment]);
        if (Begins("DataZone"))
            return OfTheUnion.Contains(location) ? (HostingPlace.EuropeanUnion, []) : (HostingPlace.Outside, [FindingKind.GlobalDeployment]);
        return Begins("Standard") || Begins("Provisioned") ? (null, []) : (null, [FindingKind.UnknownWord]);

        bool Begins(string word) => sku?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true;
    }
}
