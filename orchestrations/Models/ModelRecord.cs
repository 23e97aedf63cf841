using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What a record of the inventory stands for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelNature>))]
public enum ModelNature
{
    /// <summary>A model that the region or its provider calls by its own name.</summary>
    Model,

    /// <summary>Software with AI inside: the vendor's product and its version stand for the model's.</summary>
    Product,
}

/// <summary>Where a model stands with the region.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelStatus>))]
public enum ModelStatus
{
    /// <summary>Known, not yet admitted: no trial begins on it.</summary>
    Candidate,

    /// <summary>Admitted: trials may begin.</summary>
    Approved,

    /// <summary>The solutions that use it go on; no new trial begins.</summary>
    Restricted,

    /// <summary>Not to be used: each of its cases is looked at.</summary>
    Blocked,

    /// <summary>No longer offered, or no longer used.</summary>
    Retired,
}

/// <summary>Where a model's computing and data are, best first (clause 4.2.5-a).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HostingPlace>))]
public enum HostingPlace
{
    Unknown,
    Region,
    France,
    EuropeanUnion,
    Outside,
}

/// <summary>What an opinion at a model's admission is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdmissionSubject>))]
public enum AdmissionSubject
{
    Legal,
    Ethics,
    Security,
    Purchasing,
}

/// <summary>Whether a paper that the provider owes (AI Act, Art. 53) is there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaperState>))]
public enum PaperState
{
    Missing,
    Asked,
    Received,
    NotDue,
}

/// <summary>A model of the inventory, or a product with AI inside.</summary>
/// <param name="Id">Lower-case letters, digits, '-' and '.', at most 60: chosen by the administrator.</param>
/// <param name="Provider">Who provides it.</param>
/// <param name="Name">The model's name at its provider.</param>
/// <param name="Version">The exact version or snapshot.</param>
/// <param name="UpdatedAt">When this record was last changed.</param>
/// <param name="Changes">Every change that mattered to cases, oldest first.</param>
public sealed record ModelRecord(
    string Id, string Provider, string Name, string Version, DateTimeOffset UpdatedAt, IReadOnlyList<RecordedChange> Changes)
{
    /// <summary>What optimistic writing compares; the store's business.</summary>
    public string? ETag { get; init; }

    public ModelNature Nature { get; init; }

    public ModelStatus Status { get; init; }

    /// <summary>Who gave it its status, and when; null while it is the one that every record begins with.</summary>
    public StatusGiven? Given { get; init; }

    /// <summary>All else that is known of it.</summary>
    public ModelSheet Sheet { get; init; } = new();

    /// <summary>What it is called where it is watched; null when nothing watches it.</summary>
    public WatchedAs? Watch { get; init; }

    /// <summary>When it is to be retired, as last known; null while nothing says so.</summary>
    public Retirement? Retirement { get; init; }

    /// <summary>The documents of the guarantee that nothing trains a model, oldest first: the last is in force.</summary>
    public IReadOnlyList<GuaranteeDocument> Guarantees { get; init; } = [];

    /// <summary>What people typed that asks nothing of cases when it is typed, oldest first.</summary>
    public IReadOnlyList<ModelNote> Notes { get; init; } = [];
}

/// <summary>A status and who gave it.</summary>
/// <param name="By">Directory id, or the source that said so.</param>
/// <param name="Reason">Typed; it is shown beside the status.</param>
public sealed record StatusGiven(string By, DateTimeOffset At, string Reason);

/// <summary>A document that guarantees that what is sent trains no model (clause 4.2-c).</summary>
/// <param name="Name">As who added it called it.</param>
/// <param name="By">Directory id.</param>
public sealed record GuaranteeDocument(Cases.DocumentRef Document, string Name, DateTimeOffset At, string By);

/// <summary>What a note is of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NotedAct>))]
public enum NotedAct
{
    /// <summary>A retirement was typed by hand.</summary>
    RetirementTyped,

    /// <summary>A retirement was taken back by hand.</summary>
    RetirementTakenBack,
}

/// <summary>An act on a model's record that is kept with who did it.</summary>
/// <param name="By">Directory id.</param>
/// <param name="Retirement">The one that was typed or taken back.</param>
public sealed record ModelNote(DateTimeOffset At, string By, NotedAct Act, Retirement Retirement);

/// <summary>What is known of a model beside its identity. Texts are typed by people, and short.</summary>
public sealed record ModelSheet
{
    /// <summary>Who publishes it, where that is another than its provider.</summary>
    public string Publisher { get; init; } = "";

    /// <summary>The family that a minor version stays in.</summary>
    public string Family { get; init; } = "";

    public string Licence { get; init; } = "";

    public HostingPlace Hosting { get; init; }

    /// <summary>Region and type of the deployment, in the provider's words.</summary>
    public string Deployment { get; init; } = "";

    /// <summary>The terms in force: their title and date.</summary>
    public string Terms { get; init; } = "";

    /// <summary>What it may be used for.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The document that guarantees that what is sent trains no model (clause 4.2-c).</summary>
    public string Guarantee { get; init; } = "";

    /// <summary>Last day of that guarantee.</summary>
    public DateOnly? GuaranteeUntil { get; init; }

    /// <summary>Technical documentation, copyright policy and training summary of its provider (AI Act, Art. 53).</summary>
    public PaperState Papers { get; init; }

    /// <summary>The day on which they were asked for or received.</summary>
    public DateOnly? PapersOn { get; init; }

    /// <summary>Last day on which those papers hold.</summary>
    public DateOnly? PapersUntil { get; init; }

    public string Languages { get; init; } = "";

    public string FrenchQuality { get; init; } = "";

    /// <summary>Figure and unit, per use.</summary>
    public string Energy { get; init; } = "";

    /// <summary>How the energy was measured or estimated, and when.</summary>
    public string EnergyMethod { get; init; } = "";

    public DateOnly? EnergyOn { get; init; }

    /// <summary>Figure and unit.</summary>
    public string Cost { get; init; } = "";

    public DateOnly? CostOn { get; init; }

    /// <summary>Opinions at its admission, one a subject.</summary>
    public IReadOnlyList<AdmissionOpinion> Opinions { get; init; } = [];
}

/// <summary>An opinion at a model's admission.</summary>
/// <param name="Favourable">Whether the model can be admitted.</param>
/// <param name="Reference">The document that says it, and its date.</param>
public sealed record AdmissionOpinion(AdmissionSubject Subject, bool Favourable, string Reference);

/// <summary>What a model is called where it is watched.</summary>
/// <param name="Source">Name of the watcher: see <see cref="Ports.IModelSource.Name"/>.</param>
/// <param name="Reference">The model's name there, as the source's help says to write it.</param>
public sealed record WatchedAs(string Source, string Reference);

/// <summary>The end of a version, as its provider announces it, or as a person typed it.</summary>
/// <param name="Replacement">What the provider proposes instead; empty when nothing.</param>
/// <param name="SameFamily">Whether the replacement is of the same family: a light change, else a full one.</param>
public sealed record Retirement(DateOnly On, string Replacement = "", bool SameFamily = false);
