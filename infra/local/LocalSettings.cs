using System.Globalization;

namespace RegionSud.AiWorkflow.Local;

/// <summary>What one says when starting the local host.</summary>
/// <param name="Port">Of the site, on the loopback address; storage takes the three ports after it. 0 takes free ones.</param>
/// <param name="Data">Folder that keeps everything.</param>
/// <param name="Day">How long one working day lasts; null for France's real calendar. A demonstration has short ones unless one says.</param>
/// <param name="ConnectionString">Of a storage that runs already; null starts one.</param>
/// <param name="Demo">Whether to play one case through.</param>
public sealed record LocalSettings(int Port, string Data, TimeSpan? Day, string? ConnectionString, bool Demo)
{
    // A trial lasts a day at least: nobody watches a demonstration for that long.
    private static readonly TimeSpan DemoDay = TimeSpan.FromSeconds(3);

    /// <summary>Reads <c>--port</c>, <c>--data</c>, <c>--day</c>, <c>--demo</c>.</summary>
    /// <exception cref="FormatException">One of them cannot be understood.</exception>
    public static LocalSettings From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var demo = configuration.GetValue("demo", false);
        return new LocalSettings(
            configuration.GetValue("port", 7071),
            configuration["data"] ?? Path.Combine(Environment.CurrentDirectory, ".data"),
            configuration["day"] is { Length: > 0 } day ? Duration(day) : demo ? DemoDay : null,
            configuration["Storage:ConnectionString"],
            demo);
    }

    /// <summary>Reads <c>2s</c>, <c>5m</c>, <c>1h</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static TimeSpan Duration(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                _ => throw new FormatException($"'{text}' is not a duration: write 2s, 5m or 1h."),
            }
            : throw new FormatException($"'{text}' is not a duration: write 2s, 5m or 1h.");
    }
}
