using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>The six steps of the charter (section 5), in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Step>))]
public enum Step
{
    /// <summary>5.1, expression du besoin.</summary>
    Need,

    /// <summary>5.2, qualification.</summary>
    Qualification,

    /// <summary>5.3, arbitrage.</summary>
    Arbitration,

    /// <summary>5.4, développement.</summary>
    Development,

    /// <summary>5.5, évaluation.</summary>
    Evaluation,

    /// <summary>5.6, maintenance.</summary>
    Maintenance,
}

/// <summary>Where a case stands inside or beside its step.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseStatus>))]
public enum CaseStatus
{
    /// <summary>A step is under way.</summary>
    Active,

    /// <summary>Put off to a date by the DGS; a timer brings it back.</summary>
    Deferred,

    /// <summary>Deployed and watched.</summary>
    InProduction,

    /// <summary>Deployed, but its use is halted by a human's decision.</summary>
    Suspended,

    /// <summary>Ended; see <see cref="EndState"/>.</summary>
    Closed,
}

/// <summary>How a case ended: always by a human's decision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndState>))]
public enum EndState
{
    /// <summary>The directorate's head did not endorse the need, or accepted DTISU's proposal to close it (5.1).</summary>
    NotPursued,

    /// <summary>Refused by the DGS, archived with its reasons (5.3).</summary>
    Refused,

    /// <summary>Stopped after its trial (5.5).</summary>
    Stopped,

    /// <summary>Taken out of use (5.6).</summary>
    Withdrawn,
}

/// <summary>The four classes of the AI Act (clause 4.1.1-a).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RiskClass>))]
public enum RiskClass
{
    /// <summary>No particular duty beyond AI literacy (Art. 4).</summary>
    Minimal,

    /// <summary>Transparency duties of Art. 50.</summary>
    Limited,

    /// <summary>Art. 6: annex III uses and safety components.</summary>
    High,

    /// <summary>Art. 5, or forbidden by the charter: nobody can accept it.</summary>
    Unacceptable,
}

/// <summary>Who acts. The names are those of the development sign-in and of the Entra ID application roles.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>Any signed-in agent of the region.</summary>
    Agent,

    /// <summary>The person who sent the need of this case.</summary>
    Requester,

    /// <summary>The head of the requester's directorate.</summary>
    DirectorateHead,

    /// <summary>Direction de la Transformation, de l’Innovation et des Services aux Usagers: supervises.</summary>
    Dtisu,

    /// <summary>Direction des Systèmes d’Information et des Projets Numériques: qualifies, develops, watches.</summary>
    Dsipn,

    /// <summary>Direction générale des Services: arbitrates.</summary>
    Dgs,

    /// <summary>Data protection officer.</summary>
    Dpo,

    /// <summary>Information security officer.</summary>
    Rssi,

    /// <summary>Watches the orchestrations; decides nothing.</summary>
    Administrator,

    /// <summary>The legal service: answers questions of law, and alone may lift a stop that is not final.</summary>
    Legal,

    /// <summary>The purchasing service: gives opinions.</summary>
    Purchasing,

    /// <summary>Answers for accessibility: gives opinions.</summary>
    Accessibility,

    /// <summary>The representatives of the agents (comité social territorial): give opinions where agents are concerned.</summary>
    StaffRepresentatives,
}
