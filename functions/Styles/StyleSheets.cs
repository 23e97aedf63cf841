using System.Reflection;
using System.Security.Cryptography;

namespace RegionSud.AiWorkflow.Edge.Styles;

/// <summary>A style sheet of the site, embedded in the program.</summary>
/// <param name="Content">UTF-8.</param>
/// <param name="Hash">First characters of its SHA-256: its ETag and the version in its address.</param>
public sealed record StyleSheet(byte[] Content, string Hash);

/// <summary>The style sheets of every page: Pico CSS without classes, then the site's own.</summary>
public static class StyleSheets
{
    private static readonly Dictionary<string, StyleSheet> Sheets =
        new[] { "pico.css", "site.css" }.ToDictionary(name => name, Read, StringComparer.Ordinal);

    /// <summary>The sheet of that name, or null.</summary>
    public static StyleSheet? Find(string name) => Sheets.GetValueOrDefault(name);

    /// <summary>Its address, which changes with its content: a browser never mixes the sheets of two versions.</summary>
    public static string AddressOf(string name) => $"/styles/{name}?v={Sheets[name].Hash}";

    private static StyleSheet Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"styles/{name}")
            ?? throw new InvalidOperationException($"The style sheet {name} is not in the program.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new StyleSheet(content, Convert.ToHexStringLower(SHA256.HashData(content))[..16]);
    }
}
