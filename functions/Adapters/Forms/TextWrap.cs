namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Cuts text into lines at plain spaces only, so that a no-break space holds its neighbours together.</summary>
internal static class TextWrap
{
    /// <summary>Lines no wider than the width, as the given measure counts it; a single word that is wider gets its own line, whole.</summary>
    public static IEnumerable<string> Lines(string text, double width, Func<string, double> measure)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (line.Length > 0 && measure(longer) > width)
                {
                    yield return line;
                    longer = word;
                }

                line = longer;
            }

            yield return line;
        }
    }
}
