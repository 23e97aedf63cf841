using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What somebody says of a model. What is null stays as it is.</summary>
public sealed record ModelEdit(string Id, string? Provider, string? Name, string? Version)
{
    public ModelNature? Nature { get; init; }

    public ModelStatus? Status { get; init; }

    /// <summary>Why it gets that status: required with a new one.</summary>
    public string? StatusReason { get; init; }

    public ModelSheet? Sheet { get; init; }

    /// <summary>An empty source: it is watched no more.</summary>
    public WatchedAs? Watch { get; init; }

    /// <summary>A retirement typed by hand, of a model whose source announces none.</summary>
    public Retirement? Retirement { get; init; }

    /// <summary>Takes the retirement back.</summary>
    public bool NoRetirement { get; init; }
}

/// <summary>What a source, a program or a person saw of a model. What is null was not seen, and stays as it is.</summary>
/// <param name="By">Who saw it: the source's name, or a directory id.</param>
public sealed record Observation(string ModelId, string By)
{
    public string? Version { get; init; }

    public string? Family { get; init; }

    public string? Provider { get; init; }

    public HostingPlace? Hosting { get; init; }

    /// <summary>Region and type of the deployment, in the provider's words.</summary>
    public string? Deployment { get; init; }

    public Retirement? Retirement { get; init; }

    /// <summary>The provider has taken back the retirement that it had announced.</summary>
    public bool NoRetirement { get; init; }
}

/// <summary>What became of an edit or an observation.</summary>
/// <param name="Model">The record as it stands; null when it could not be written.</param>
/// <param name="Change">The change that must be brought to the cases, or null.</param>
/// <param name="Problems">Why it could not be written.</param>
/// <param name="Conflict">Nothing is wrong with the edit: somebody else wrote the model at the same moment.</param>
public sealed record ModelEdited(ModelRecord? Model, RecordedChange? Change, IReadOnlyList<Problem> Problems, bool Conflict = false);
