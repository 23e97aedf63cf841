using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>A place where models are watched: a provider's catalogue, a repository of models.</summary>
public interface IModelSource
{
    /// <summary>Lower-case letters and hyphens; what <see cref="WatchedAs.Source"/> says.</summary>
    string Name { get; }

    /// <summary>Looks at what the source says of models today.</summary>
    /// <param name="watched">The models that name this source.</param>
    /// <returns>What it says of each that it knows; those it does not know, or no longer, are left out.</returns>
    /// <exception cref="ModelSourceException">The look failed as a whole: nothing of it counts.</exception>
    Task<IReadOnlyList<SeenModel>> LookAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation);
}

/// <summary>What a source says of a model today.</summary>
/// <param name="ModelId">Of the inventory.</param>
/// <param name="Version">The exact version or snapshot.</param>
public sealed record SeenModel(string ModelId, string Version)
{
    /// <summary>The family that a minor version stays in; null when the source has no such word.</summary>
    public string? Family { get; init; }

    public string? Provider { get; init; }

    public HostingPlace? Hosting { get; init; }

    public string? Deployment { get; init; }

    public Retirement? Retirement { get; init; }

    /// <summary>The source says that no retirement is planned: more than saying nothing of one.</summary>
    public bool NoRetirement { get; init; }

    /// <summary>What is not as it should be, see <see cref="FindingKind"/>.</summary>
    public IReadOnlyList<FindingKind> Findings { get; init; } = [];
}

/// <summary>A source could not be looked at.</summary>
/// <param name="cause">French, for an administrator: what happened and what to do. No secret, nothing personal.</param>
public sealed class ModelSourceException(string cause, Exception? inner = null) : Exception(cause, inner);
