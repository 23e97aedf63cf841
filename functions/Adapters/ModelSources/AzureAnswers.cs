using System.Globalization;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

// The shapes of Azure Resource Manager, type Microsoft.CognitiveServices/accounts, as far as they are read; whatever else comes is passed over.

/// <summary>An account.</summary>
internal sealed record AzureAccount(string? Id, string? Kind, string? Location);

/// <summary>A deployment of a model in an account.</summary>
internal sealed record AzureDeployment(string? Id, AzureSku? Sku, AzureDeploymentProperties? Properties);

internal sealed record AzureSku(string? Name);

internal sealed record AzureDeploymentProperties(AzureModelName? Model, string? VersionUpgradeOption);

internal sealed record AzureModelName(string? Format, string? Name, string? Version);

/// <summary>A page of what can be deployed in a region.</summary>
internal sealed record AzureCatalogue(IReadOnlyList<AzureCatalogueRow>? Value, string? NextLink);

/// <param name="Kind">Of the accounts that the row is for: the same model comes once for each.</param>
internal sealed record AzureCatalogueRow(string? Kind, AzureCatalogueModel? Model)
{
    /// <summary>Whether it is the row of a deployed model, whatever its kind.</summary>
    public bool IsOf(AzureModelName deployed) =>
        Same(Model?.Name, deployed.Name) && Same(Model?.Version, deployed.Version) && (deployed.Format is null || Same(Model?.Format, deployed.Format));

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Skus">Ways to deploy it, of which one may end before the others.</param>
internal sealed record AzureCatalogueModel(
    string? Format, string? Name, string? Version, string? LifecycleStatus, AzureDeprecation? Deprecation, AzureReplacement? ReplacementConfig, IReadOnlyList<AzureModelSku>? Skus)
{
    private static readonly string[] States = ["Stable", "Preview", "GenerallyAvailable", "Legacy", "Deprecating", "Deprecated"];
    private static readonly string[] Certainties = ["Planned", "Tentative"];

    /// <summary>Whether calls are refused already, whatever the date says.</summary>
    public bool IsRetired => LifecycleStatus == "Deprecated";

    /// <summary>The last day of inference in a deployment's way; null when none is announced, or it cannot be read.</summary>
    public DateOnly? EndFor(string? sku) => new[] { DayOf(Deprecation?.Inference), DayOf(OfSku(sku)?.DeprecationDate) }.Min();

    /// <summary>Whether a word or a date of it is not known here.</summary>
    public bool IsStrange(string? sku) =>
        !States.Contains(LifecycleStatus) ||
        (Deprecation?.DeprecationStatus is { } status && !Certainties.Contains(status)) ||
        new[] { Deprecation?.Inference, OfSku(sku)?.DeprecationDate }.Any(date => !string.IsNullOrEmpty(date) && DayOf(date) is null);

    /// <summary>The end of it on a day, with what is proposed instead.</summary>
    public Retirement RetirementOn(DateOnly day) => ReplacementConfig?.TargetModelName is { Length: > 0 } target
        ? new Retirement(day, $"{target} {ReplacementConfig.TargetModelVersion}".Trim(), string.Equals(target, Name, StringComparison.OrdinalIgnoreCase))
        : new Retirement(day);

    private AzureModelSku? OfSku(string? sku) => Skus?.FirstOrDefault(one => string.Equals(one.Name, sku, StringComparison.OrdinalIgnoreCase));

    private static DateOnly? DayOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.UtcDateTime) : null;
}

internal sealed record AzureDeprecation(string? Inference, string? DeprecationStatus);

internal sealed record AzureReplacement(string? TargetModelName, string? TargetModelVersion);

internal sealed record AzureModelSku(string? Name, string? DeprecationDate);
