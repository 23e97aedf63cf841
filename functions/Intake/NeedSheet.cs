using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>What the two pages of the need show: what was typed, what is wrong with it.</summary>
/// <param name="Rules">For the directorates.</param>
/// <param name="Form">The form of the need, as it is asked today.</param>
/// <param name="Direction">As typed.</param>
/// <param name="Courriel">As typed; at first the signed-in agent's address.</param>
/// <param name="Values">Per question id, as typed.</param>
/// <param name="Nonce">Makes the document of this page its own.</param>
/// <param name="Problems">By field name.</param>
/// <param name="Token">Anti-forgery token.</param>
public sealed record NeedSheet(
    CharterRules Rules,
    FormDefinition Form,
    string? Direction,
    string? Courriel,
    IReadOnlyDictionary<string, string> Values,
    string Nonce,
    IReadOnlyList<Problem> Problems,
    string Token)
{
    /// <summary>Mark of the draft that is gone on with; null without one.</summary>
    public string? Draft { get; init; }

    /// <summary>Tag of that draft as it was shown.</summary>
    public string? DraftTag { get; init; }

    /// <summary>An empty sheet.</summary>
    public static NeedSheet Empty(CharterRules rules, FormDefinition form, string? courriel, string token) => new(rules, form, null, courriel, new Dictionary<string, string>(), NewNonce(), [], token);

    /// <summary>A sheet as it was posted.</summary>
    public static NeedSheet Of(CharterRules rules, FormDefinition form, IFormCollection posted, string token)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(posted);
        var values = form.Questions
            .Where(question => posted.ContainsKey($"q-{question.Id}"))
            .ToDictionary(question => question.Id, question => posted[$"q-{question.Id}"].ToString());
        var nonce = posted["nonce"].ToString();
        return new NeedSheet(rules, form, posted["direction"], posted["courriel"], values, IsNonce(nonce) ? nonce : NewNonce(), [], token)
        {
            Draft = posted["brouillon"].ToString() is var mark && IsNonce(mark) ? mark : null,
            DraftTag = posted["brouillon-vu"].ToString() is { Length: > 0 and < 100 } tag ? tag : null,
        };
    }

    /// <summary>What a field is called.</summary>
    public string? LabelOf(string field) => field switch
    {
        "direction" => "Votre direction",
        "courriel" => "Votre adresse électronique",
        "formulaire" => "Formulaire rempli",
        _ => field.StartsWith("q-", StringComparison.Ordinal) && Form.Find(field[2..]) is { } question ? Pages.French.Text(question.Label) : null,
    };

    internal static bool IsNonce(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    internal static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
