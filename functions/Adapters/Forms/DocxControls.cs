using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Content controls of the Word form. They stand inside a paragraph: that is where other word processors can edit them too.</summary>
internal static class DocxControls
{
    /// <summary>What an empty control shows. A control that shows one of these was not answered.</summary>
    public static IReadOnlyList<string> Prompts { get; } = ["Écrire ici", "jj/mm/aaaa", FormWording.NotChosen];

    /// <summary>The control of one question, empty or holding the value (an option's id where one chooses).</summary>
    public static SdtRun Of(Question question, int number, string value)
    {
        var options = FormWording.OptionsOf(question);
        var shown = options.FirstOrDefault(option => option.Id == value)?.Label ?? value;
        var properties = new SdtProperties(
            new SdtAlias { Val = Alias(question, number) },
            new Tag { Val = question.Id },
            new SdtId { Val = 410_000 + number },
            new DocumentFormat.OpenXml.Wordprocessing.Lock { Val = LockingValues.SdtLocked });
        if (shown.Length == 0)
            properties.Append(new ShowingPlaceholder());
        properties.Append(Kind(question, options));
        return new SdtRun(properties, new SdtContentRun(shown.Length == 0 ? Prompt(question, options) : Filled(shown)));
    }

    private static OpenXmlElement Kind(Question question, IReadOnlyList<Option> options)
    {
        if (options.Count > 0)
        {
            var list = new SdtContentDropDownList();
            list.Append(options.Select(option => new ListItem { DisplayText = option.Label, Value = option.Id }));
            return list;
        }

        return question.Kind == QuestionKind.Date
            ? new SdtContentDate(
                new DateFormat { Val = "dd/MM/yyyy" },
                new LanguageId { Val = "fr-FR" },
                new SdtDateMappingType { Val = DateFormatValues.DateTime },
                new Calendar { Val = CalendarValues.Gregorian })
            : new SdtContentText { MultiLine = question.Kind == QuestionKind.Text };
    }

    /// <summary>The control's name on its handle; Word takes 64 characters.</summary>
    private static string Alias(Question question, int number)
    {
        var name = $"{number}. {question.Label}";
        return name.Length <= 64 ? name : $"{name[..63]}…";
    }

    private static Run Prompt(Question question, IReadOnlyList<Option> options)
    {
        var prompt = options.Count > 0 ? Prompts[2] : question.Kind == QuestionKind.Date ? Prompts[1] : Prompts[0];
        return new Run(new RunProperties(new RunStyle { Val = DocxStyles.Prompt }), new Text(prompt));
    }

    private static Run Filled(string value)
    {
        var run = new Run();
        foreach (var line in value.ReplaceLineEndings("\n").Split('\n'))
        {
            if (run.HasChildren)
                run.Append(new Break());
            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run;
    }
}
