using System.Globalization;
using ForumThread;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var course = new Course(Path.Combine(AppContext.BaseDirectory, "course-rnn.json"));
var (weights, x, a0, da) = (course.Weights, course.X, course.A0, course.Da);

var right = new Right(weights);
right.Forward(x, a0);
var recomputed = new TanhRecomputed(weights);
recomputed.Forward(x, a0);
var recurrentAlone = new RecurrentAlone(weights);
recurrentAlone.Forward(x, a0);
var ofOutput = new DerivativeOfOutput(weights);
ofOutput.Forward(x, a0);

// Each version, and the name that the data file has for its mistake.
(string Name, string Mutant, Gradients Gradients)[] versions =
[
    ("Right", "correct", right.Backward(da)),
    ("TanhRecomputed", "correct", recomputed.Backward(da)),
    ("UpstreamAlone", "drop_recurrent", UpstreamAlone.Backward(weights, da, UpstreamAlone.Forward(weights, x, a0).Caches)),
    ("NeverReassigned", "drop_recurrent", NeverReassigned.Backward(da, NeverReassigned.Forward(weights, x, a0).Caches)),
    ("RecurrentAlone", "drop_upstream", recurrentAlone.Backward(da)),
    ("DerivativeOfOutput", "deriv_of_output_twice", ofOutput.Backward(da)),
];

Console.WriteLine($"The course's rnn_backward: {x[0].RowCount} inputs, {a0.RowCount} units, {a0.ColumnCount} examples, {x.Length} steps");
Console.WriteLine();
Row("", Numbers.Names, 13);
Row("published", course.Published.Select(Digits), 13);
foreach (var version in versions)
{
    Row(version.Name, Numbers.Of(version.Gradients).Select(Digits), 13);
}

Console.WriteLine();
Console.WriteLine("Largest deviation from the right gradient, as a part of its largest entry (in brackets: what the data file says)");
Console.WriteLine();
Row("", Numbers.GradientNames, 19);
foreach (var version in versions)
{
    var deviations = Numbers.Deviations(version.Gradients, course.Expected);
    Row(version.Name, deviations.Zip(course.DeviationOf(version.Mutant), (seen, said) => $"{seen:G4} ({said:G4})"), 19);
}

static string Digits(double value) => value.ToString("F8");

static void Row(string name, IEnumerable<string> cells, int width) =>
    Console.WriteLine(name.PadRight(19) + string.Concat(cells.Select(cell => cell.PadLeft(width))));
