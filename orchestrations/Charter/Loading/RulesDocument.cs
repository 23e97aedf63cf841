using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>A rules file as YAML, with the line of everything in it.</summary>
internal sealed class RulesDocument
{
    /// <summary>How rules are written: camel-case keys, hyphenated names, dates as <c>yyyy-MM-dd</c>; an unknown key is an error.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private readonly Dictionary<string, int> lineOfPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> linesOfId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> linesOfInnerId = new(StringComparer.Ordinal);

    private RulesDocument(string name, string text) => (Name, Text) = (name, text);

    /// <summary>Path under the folder of the rules, with <c>/</c>.</summary>
    public string Name { get; }

    public string Text { get; }

    public JsonNode? Root { get; private set; }

    /// <summary>Parses a text.</summary>
    /// <exception cref="CharterFileException">It is not YAML.</exception>
    public static RulesDocument Parse(string name, string text)
    {
        var document = new RulesDocument(name, text);
        // The parser names the line where the whole mapping begins.
        var tab = Array.FindIndex(text.Split('\n'), line => line.TakeWhile(char.IsWhiteSpace).Contains('\t'));
        if (tab >= 0)
            throw new CharterFileException(string.Create(CultureInfo.InvariantCulture, $"{name}, line {tab + 1}: a tab indents it, where YAML wants spaces."));
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            document.Root = stream.Documents is [var only] ? document.Convert(only.RootNode, "$", 0) : null;
        }
        catch (YamlException e)
        {
            throw new CharterFileException($"{name}, line {Math.Max(e.Start.Line, e.End.Line)}: {e.Message}", e);
        }

        return document;
    }

    /// <summary>Reads it as rules.</summary>
    /// <exception cref="CharterFileException">A key is unknown or missing, or a value is not of its kind.</exception>
    public T Read<T>()
    {
        try
        {
            return Root.Deserialize<T>(Options) ?? throw new CharterFileException(Fault(null, "the file is empty."));
        }
        catch (JsonException e)
        {
            throw new CharterFileException(FaultAt(e.Path, ReasonOf(e)), e);
        }
    }

    /// <summary>Says what is wrong with a row, with its line.</summary>
    /// <param name="id">Id of a row, or of what stands inside one; null for the file as a whole.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="occurrence">Which row of that id, from 0.</param>
    public string Fault(string? id, string reason, int occurrence = 0)
    {
        var lines = linesOfId.GetValueOrDefault(id ?? "") ?? linesOfInnerId.GetValueOrDefault(id ?? "") ?? [1];
        return string.Create(CultureInfo.InvariantCulture, $"{Name}, line {lines[Math.Min(occurrence, lines.Count - 1)]}{(id is null ? "" : $", '{id}'")}: {reason}");
    }

    /// <summary>Says what is wrong at a place of the file.</summary>
    /// <param name="path">Such as <c>$.criteria</c>; the nearest place around it that is known counts.</param>
    /// <param name="reason">What is wrong.</param>
    public string FaultAt(string? path, string reason) => string.Create(CultureInfo.InvariantCulture, $"{Name}, line {LineOf(path)}: {reason}");

    // The parser's own words, said as a lawyer needs them.
    private static string ReasonOf(JsonException e)
    {
        var message = e.Message.Split(" Path: ", 2)[0];
        var named = message.Split('\'') is { Length: > 1 } parts ? parts : ["", ""];
        return message switch
        {
            _ when message.Contains("could not be mapped", StringComparison.Ordinal) => $"the key '{named[1]}' is unknown here.",
            _ when message.Contains("missing required properties", StringComparison.Ordinal) => $"the key '{named[3]}' is missing.",
            _ when message.Contains("DateOnly", StringComparison.Ordinal) => "a day of the calendar is wanted, written as 2026-12-02.",
            _ when message.Contains("System.String", StringComparison.Ordinal) => "a text is wanted: put it between quotes.",
            _ => "the value is not of the kind, or not one of the words, that stand here.",
        };
    }

    private int LineOf(string? path)
    {
        for (var at = path ?? "$"; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))])
        {
            if (lineOfPath.TryGetValue(at, out var line))
                return line;
        }

        return 1;
    }

    private JsonNode? Convert(YamlNode node, string path, int depth)
    {
        lineOfPath[path] = (int)node.Start.Line;
        return node switch
        {
            YamlMappingNode mapping => Mapping(mapping, path, depth),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select((child, index) => Convert(child, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), depth + 1))]),
            YamlScalarNode scalar => Scalar(scalar),
            _ => null,
        };
    }

    private JsonObject Mapping(YamlMappingNode mapping, string path, int depth)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? throw new CharterFileException(FaultAt(path, "a key is a word."));
            var at = $"{path}.{name}";
            result[name] = Convert(value, at, depth + 1);
            lineOfPath[at] = (int)key.Start.Line;
            // Rows stand in a list under the top: an option inside a question is no row.
            if (name == "id" && depth > 1 && value is YamlScalarNode { Value: { } id })
                (CollectionsMarshal.GetValueRefOrAddDefault(depth == 2 ? linesOfId : linesOfInnerId, id, out _) ??= []).Add((int)key.Start.Line);
        }

        return result;
    }

    // YAML 1.2's core schema, which "yes" and "no" are words in.
    private static JsonValue? Scalar(YamlScalarNode scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => JsonValue.Create(scalar.Value),
        { Value: null or "" or "null" or "~" } => null,
        { Value: "true" } => JsonValue.Create(true),
        { Value: "false" } => JsonValue.Create(false),
        { Value: var text } when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        { Value: var text } when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };
}
