using System.Text.Json;
using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>A form as it was filled in on the page: kept as the case's original, like an uploaded file.</summary>
/// <param name="Code">See <see cref="FormDefinition.Code"/>.</param>
/// <param name="Values">Per question id.</param>
/// <param name="Nonce">Of the page that was shown: sending the same page twice gives the same document, so the same case.</param>
/// <param name="Reader">Null for a page; <c>mail</c> for what was taken out of the free text of a mail, which its author must confirm.</param>
public sealed record PageForm(string Code, IReadOnlyDictionary<string, string> Values, string Nonce, string? Reader = null)
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 4,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The same answers always give the same bytes: values come in the form's order.</summary>
    public static ReadOnlyMemory<byte> Write(FormDefinition form, Answers answers, string nonce, string? reader = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(answers);
        var values = form.Questions
            .Where(question => answers[question.Id] is not null)
            .ToDictionary(question => question.Id, question => answers[question.Id]!);
        return JsonSerializer.SerializeToUtf8Bytes(new PageForm(form.Code, values, nonce, reader), Options);
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

        if (form?.Code.StartsWith("RS-IA ", StringComparison.Ordinal) != true)
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "It carries no code of a form.");
        return form.Reader is not { } reader
            ? new FormReading(form.Code, form.Values, "page")
            : new FormReading(form.Code, new Dictionary<string, string>(), reader)
            {
                Inferred = form.Values.ToDictionary(each => each.Key, each => new InferredAnswer(each.Value, each.Value)),
            };
    }
}
