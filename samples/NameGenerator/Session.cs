using Spectre.Console;

namespace NameGenerator;

/// <summary>Train and watch, save, load again, and generate from what was loaded.</summary>
internal static class Session
{
    private const int Watched = 6;
    private const int Generated = 24;
    private const int Refreshes = 60;

    public static void Run(Setting setting)
    {
        var names = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "names.txt"));
        Directory.CreateDirectory(setting.Output);
        var model = new NameModel(setting.Hidden);
        model.Initialise(setting.Seed);
        AnsiConsole.MarkupLineInterpolated(
            $"[bold]{names.Length}[/] names, [bold]{model.Parameters.Sum(p => p.Rows * p.Columns):N0}[/] weights.");
        AnsiConsole.MarkupLineInterpolated($"Guessing letters has a loss of {Math.Log(Alphabet.Size):0.00}.");

        var curve = Train(setting, model, names);
        curve.Save(setting.CurvePath);
        model.Save(setting.WeightsPath);

        var loaded = new NameModel(setting.Hidden);
        loaded.Load(setting.WeightsPath);
        Show(new Sampler(loaded, setting.Temperature, setting.Seed).Names(Generated), names);
        AnsiConsole.MarkupLineInterpolated($"Weights: {Path.GetFullPath(setting.WeightsPath)}");
        AnsiConsole.MarkupLineInterpolated($"Loss curve: {Path.GetFullPath(setting.CurvePath)}");
    }

    private static LossCurve Train(Setting setting, NameModel model, string[] names)
    {
        var curve = new LossCurve();
        var trainer = new Trainer(model, names, setting.Batch, setting.Seed);
        var sampler = new Sampler(model, setting.Temperature, setting.Seed);
        var table = new Table().Title("Learning to spell").AddColumns("step", "loss", "what it makes up");
        var refreshEvery = Math.Max(1, setting.Training / Refreshes);
        AnsiConsole.Live(table).Start(live =>
        {
            for (var step = 1; step <= setting.Training; step++)
            {
                curve.Add(trainer.Step());
                if (step % (refreshEvery * 5) == 0 || step == setting.Training)
                {
                    table.AddRow($"{step}", $"{curve.Now:0.000}", Markup.Escape(string.Join(", ", sampler.Names(Watched))));
                }

                if (step % refreshEvery == 0 && AnsiConsole.Profile.Capabilities.Interactive)
                {
                    table.Caption($"step {step} of {setting.Training}, loss {curve.Now:0.000}");
                    live.Refresh();
                }
            }
        });
        return curve;
    }

    private static void Show(IReadOnlyList<string> made, string[] names)
    {
        var known = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        AnsiConsole.Write(new Rule("from the weights as loaded from the file; green ones are not in the list"));
        AnsiConsole.Write(new Columns(made.Select(name =>
            new Markup(known.Contains(name) ? $"[grey]{Markup.Escape(name)}[/]" : $"[green]{Markup.Escape(name)}[/]"))));
    }
}
