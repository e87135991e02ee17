using Spectre.Console;

namespace LongMemory;

/// <summary>Trains the same network twice, with and without the recurrent gradient, and plots both losses.</summary>
internal static class Comparison
{
    public static void Run(Setting setting)
    {
        var right = new Curve("with the recurrent gradient");
        var dropped = new Curve("recurrent gradient dropped");
        AnsiConsole.MarkupLine(
            $"[bold]Recall task[/]: a symbol is shown, and asked for {setting.Length - 1} steps later. "
            + $"Guessing has a loss of [yellow]{RecallTask.LossOfGuessing:0.00}[/].");
        Progress().Start(progress =>
        {
            Train(progress, setting, right, dropRecurrent: false);
            Train(progress, setting, dropped, dropRecurrent: true);
        });

        AnsiConsole.Write(new BarChart().Label("loss at the end").WithMaxValue(RecallTask.LossOfGuessing)
            .AddItem(right.Name, Math.Round(right.Last, 3), Color.Green)
            .AddItem(dropped.Name, Math.Round(dropped.Last, 3), Color.Red));
        CurvePlot.Save(setting.Output, setting.Length, [right, dropped]);
        AnsiConsole.MarkupLineInterpolated($"Both curves: {Path.GetFullPath(setting.Output)}");
    }

    private static Progress Progress() => AnsiConsole.Progress().Columns(
        new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());

    // The same seeds for both: the same first weights, the same sequences.
    private static void Train(ProgressContext progress, Setting setting, Curve curve, bool dropRecurrent)
    {
        var bar = progress.AddTask(curve.Name, maxValue: setting.Training);
        var memory = new Memory(setting.Hidden, setting.Seed, dropRecurrent);
        var task = new RecallTask(setting.Length, setting.Batch, setting.Seed);
        for (var step = 0; step < setting.Training; step++)
        {
            var (inputs, shown) = task.Draw();
            curve.Add(memory.Train(inputs, shown));
            bar.Description = $"{curve.Name}: loss {curve.Last:0.0000}";
            bar.Increment(1);
        }
    }
}
