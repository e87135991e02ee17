using System.Globalization;
using ForumThread;

// Every number of every version's gradients, to the last bit: NAME VALUE VALUE ...
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var course = new Course(args[0]);
var (weights, x, a0, da) = (course.Weights, course.X, course.A0, course.Da);

var right = new Right(weights);
right.Forward(x, a0);
Print("Right", right.Backward(da));
var recomputed = new TanhRecomputed(weights);
recomputed.Forward(x, a0);
Print("TanhRecomputed", recomputed.Backward(da));
Print("UpstreamAlone", UpstreamAlone.Backward(weights, da, UpstreamAlone.Forward(weights, x, a0).Caches));
Print("NeverReassigned", NeverReassigned.Backward(da, NeverReassigned.Forward(weights, x, a0).Caches));
var recurrentAlone = new RecurrentAlone(weights);
recurrentAlone.Forward(x, a0);
Print("RecurrentAlone", recurrentAlone.Backward(da));
var ofOutput = new DerivativeOfOutput(weights);
ofOutput.Forward(x, a0);
Print("DerivativeOfOutput", ofOutput.Backward(da));
Print("expected", course.Expected);

static void Print(string name, Gradients g)
{
    double[] all = [.. g.Dx.SelectMany(m => m.Enumerate()), .. g.DWax.Enumerate(), .. g.DWaa.Enumerate(), .. g.Dba, .. g.Da0.Enumerate()];
    Console.WriteLine($"{name} {string.Join(' ', all.Select(value => value.ToString("R")))}");
}
