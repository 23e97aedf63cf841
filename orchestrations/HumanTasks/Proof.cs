using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>How a person who holds a task's link has shown to be the one it was sent to. The names are in journals.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Proof>))]
public enum Proof
{
    /// <summary>Signed in with the very address that was written to.</summary>
    SignIn,

    /// <summary>Typed the code that was mailed to that address.</summary>
    MailedCode,
}
