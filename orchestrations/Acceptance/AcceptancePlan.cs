using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Acceptance;

/// <summary>Which way a measure is better.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Better>))]
public enum Better
{
    /// <summary>At least the threshold.</summary>
    Higher,

    /// <summary>At most the threshold.</summary>
    Lower,
}

/// <summary>What a solution is measured by before it is put to use, and again at each change (charter 5.5, 5.6).</summary>
/// <param name="Id">Lower-case letters, digits and dashes: pipelines name it by that; it stays when the name changes.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Unit">Such as <c>%</c> or <c>s</c>; empty for none.</param>
/// <param name="Threshold">What must be held.</param>
/// <param name="Method">How it is measured.</param>
public sealed record AcceptanceMeasure(string Id, string Name, string Unit, decimal Threshold, Better Better, string Method)
{
    /// <summary>Whether a value holds the threshold.</summary>
    public bool IsMetBy(decimal value) => Better == Better.Higher ? value >= Threshold : value <= Threshold;
}

/// <summary>The acceptance measures of a case, and the set that they are measured on. Kept as a JSON document; the journal has its hash.</summary>
/// <param name="Set">The set, inputs and expected outputs; null where there is none, or it stays with the team.</param>
/// <param name="SetName">As its sender called it.</param>
/// <param name="Reason">Why the plan was changed after the solution was put to use; empty before.</param>
/// <param name="Salt">See <see cref="Charter.Forms.Answers.Salt"/>.</param>
public sealed record AcceptancePlan(IReadOnlyList<AcceptanceMeasure> Measures, DocumentRef? Set, string SetName, string Reason, string Salt)
{
    /// <summary>The most measures of a plan.</summary>
    public const int MostMeasures = 20;

    /// <summary>The measure of an id, or of a name as it is written; null for none.</summary>
    public AcceptanceMeasure? Find(string idOrName) =>
        Measures.FirstOrDefault(measure => measure.Id == idOrName) ??
        Measures.FirstOrDefault(measure => string.Equals(measure.Name, idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether another plan says the same.</summary>
    public bool SaysTheSame(AcceptancePlan other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Measures.SequenceEqual(other.Measures) && (Set, SetName, Reason) == (other.Set, other.SetName, other.Reason);
    }
}

/// <summary>What was measured, once. Kept as a JSON document; the journal has its hash.</summary>
/// <param name="Values">Per measure id; what was not measured is left out.</param>
/// <param name="Models">What the case used then.</param>
/// <param name="Note">As typed; empty for none.</param>
/// <param name="Salt">See <see cref="Charter.Forms.Answers.Salt"/>.</param>
public sealed record AcceptanceResults(IReadOnlyDictionary<string, decimal> Values, IReadOnlyList<ModelUse> Models, string Note, string Salt)
{
    /// <summary>Whether other results say the same.</summary>
    public bool SayTheSame(AcceptanceResults other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Note == other.Note && CaseAcceptance.AreSame(Models, other.Models) && Values.Count == other.Values.Count &&
            Values.All(value => other.Values.TryGetValue(value.Key, out var known) && known == value.Value);
    }
}
