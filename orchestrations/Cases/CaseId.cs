using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>The number of a use case, such as <c>IA-2026-0042</c>: also its journal's partition and its lifecycle's instance id.</summary>
[JsonConverter(typeof(CaseIdJsonConverter))]
public readonly partial record struct CaseId
{
    private readonly string? value;

    private CaseId(string value) => this.value = value;

    /// <summary>The number as people write it.</summary>
    public string Value => value ?? throw new InvalidOperationException("An empty case id was used.");

    /// <summary>Makes the id of the n-th case of a year.</summary>
    /// <param name="year">Four digits.</param>
    /// <param name="number">From 1; more than four digits are kept as they are.</param>
    public static CaseId Of(int year, int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"IA-{year:0000}-{number:0000}"));

    /// <summary>Reads an id; anything that is not one gives false.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CaseId id)
    {
        id = text is not null && Shape().IsMatch(text) ? new CaseId(text) : default;
        return id.value is not null;
    }

    /// <exception cref="FormatException">The text is not a case id.</exception>
    public static CaseId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a case id.");

    /// <summary>The instance id of one round of one step: <c>IA-2026-0042.Qualification.1</c>.</summary>
    public string Instance(Step step, int round) => string.Create(CultureInfo.InvariantCulture, $"{Value}.{step}.{round}");

    public override string ToString() => value ?? "";

    [GeneratedRegex(@"^IA-\d{4}-\d{4,9}$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

/// <summary>A case id is a plain string wherever it is written.</summary>
internal sealed class CaseIdJsonConverter : JsonConverter<CaseId>
{
    public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CaseId.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
