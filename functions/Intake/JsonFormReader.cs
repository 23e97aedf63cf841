using System.Text.Json;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>A form as it was filled in on the page: kept as the case's original, like an uploaded file.</summary>
/// <param name="Code">See <see cref="FormDefinition.Code"/>.</param>
/// <param name="Values">Per question id.</param>
/// <param name="Nonce">Of the page that was shown: sending the same page twice gives the same document, so the same case.</param>
public sealed record PageForm(string Code, IReadOnlyDictionary<string, string> Values, string Nonce)
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 4,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The same answers always give the same bytes: values come in the form's order.</summary>
    public static ReadOnlyMemory<byte> Write(FormDefinition form, Answers answers, string nonce)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(answers);
        var values = form.Questions
            .Where(question => answers[question.Id] is not null)
            .ToDictionary(question => question.Id, question => answers[question.Id]!);
        return JsonSerializer.SerializeToUtf8Bytes(new PageForm(form.Code, values, nonce), Options);
    }
}

/// <summary>Reads what <see cref="PageForm.Write"/> wrote.</summary>
public sealed class JsonFormReader : IFormReader
{
    public string ContentType => "application/json";

    public bool Recognises(ReadOnlyMemory<byte> content) => content.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    public FormReading Read(ReadOnlyMemory<byte> content)
    {
        PageForm? form;
        try
        {
            form = JsonSerializer.Deserialize<PageForm>(content.Span, PageForm.Options);
        }
        catch (JsonException e)
        {
            throw new FormUnreadableException(UnreadableCause.Damaged, "Not the JSON of a filled form.", e);
        }

        return form?.Code.StartsWith("RS-IA ", StringComparison.Ordinal) == true
            ? new FormReading(form.Code, form.Values, "page")
            : throw new FormUnreadableException(UnreadableCause.NotOurForm, "It carries no code of a form.");
    }
}
