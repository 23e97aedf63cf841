using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What is not as it should be with a watched model: shown to DSIPN and administrators, acted upon by people.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>Computing may happen in any region of the world (clause 4.2.5-a).</summary>
    GlobalDeployment,

    /// <summary>The provider may change the version without asking.</summary>
    AutomaticUpgrade,

    /// <summary>The guarantee that nothing trains a model runs out soon.</summary>
    GuaranteeExpiring,

    /// <summary>The papers that the provider owes (AI Act, Art. 53) no longer hold.</summary>
    PapersExpired,

    /// <summary>The retirement that was announced has come.</summary>
    RetirementCome,

    /// <summary>A custom model for reading forms runs out soon.</summary>
    FormModelExpiring,

    /// <summary>A name that re-points is used in the place of a snapshot.</summary>
    AliasUsed,

    /// <summary>The source does not know the model, or no longer.</summary>
    NotFound,

    /// <summary>The source gives two different versions under the model's name: neither is believed.</summary>
    Ambiguous,

    /// <summary>The source says a word that is not known here: a new state of its own.</summary>
    UnknownWord,
}
