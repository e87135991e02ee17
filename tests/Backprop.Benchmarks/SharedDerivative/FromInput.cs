namespace Backprop.Benchmarks.SharedDerivative.FromInput;

/// <summary>The usual interface: both methods are handed the pre-activation, so that a slope evaluates its function again.</summary>
public interface ISquash
{
    double Apply(double v);

    double Slope(double v);
}

public sealed class Logistic : ISquash
{
    public double Apply(double v) => 1 / (1 + Math.Exp(-v));

    public double Slope(double v)
    {
        var s = Apply(v);
        return s * (1 - s);
    }
}

public sealed class Hyperbolic : ISquash
{
    public double Apply(double v) => Math.Tanh(v);

    public double Slope(double v) => 1 - Math.Pow(Apply(v), 2);
}

public sealed class Exponential : ISquash
{
    public double Apply(double v)
    {
        var e = Math.Exp(2 * v);
        return (e - 1) / (e + 1);
    }

    public double Slope(double v)
    {
        var t = Apply(v);
        return 1 - (t * t);
    }
}

public sealed class Ramp : ISquash
{
    public double Apply(double v) => Math.Max(0, v);

    public double Slope(double v) => v > 0 ? 1 : 0;
}

public sealed class Line : ISquash
{
    public double Apply(double v) => v;

    public double Slope(double v) => 1;
}

/// <summary>One unit with its own weights.</summary>
public sealed class Unit(ISquash squash, double[] weights)
{
    public ISquash Squash { get; } = squash;

    public double[] Weights { get; } = weights;

    public double Net { get; private set; }

    public double Out { get; private set; }

    public double Fire(double[] x)
    {
        Net = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            Net += Weights[i] * x[i];
        }

        Out = Squash.Apply(Net);
        return Out;
    }

    public double Learn(double[] x, double error, double rate)
    {
        var delta = error * Squash.Slope(Net);
        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i] -= rate * delta * x[i];
        }

        return delta;
    }
}

/// <summary>A hidden layer, one unit of each kind after the other.</summary>
public sealed class Row(Unit[] units)
{
    public double[] Fire(double[] x)
    {
        var y = new double[units.Length];
        for (var i = 0; i < units.Length; i++)
        {
            y[i] = units[i].Fire(x);
        }

        return y;
    }

    public void Learn(double[] x, double[] blame, double rate)
    {
        for (var i = 0; i < units.Length; i++)
        {
            var unit = units[i];
            var delta = blame[i] * unit.Squash.Slope(unit.Net);
            for (var j = 0; j < unit.Weights.Length; j++)
            {
                unit.Weights[j] -= rate * delta * x[j];
            }
        }
    }
}

/// <summary>A weight on one input, trained beside the network.</summary>
public static class Gate
{
    public static double Learn(ISquash squash, double weight, double x, double target, double rate)
    {
        var net = weight * x;
        var y = squash.Apply(net);
        return weight - (rate * (y - target) * squash.Slope(net) * x);
    }
}

/// <summary>Trains two inputs, a row of units and an output on a wave; what it learned, step by step.</summary>
public static class TrainingRun
{
    public static double[] Of(int units, int steps)
    {
        var kinds = new ISquash[] { new Logistic(), new Hyperbolic(), new Exponential(), new Ramp(), new Line() };
        var row = new Row(Enumerable.Range(0, units).Select(i => new Unit(kinds[i % kinds.Length], [Math.Sin(i + 1), Math.Cos(i + 1)])).ToArray());
        var output = new Unit(new Hyperbolic(), Enumerable.Range(0, units).Select(i => Math.Sin(2 * i) / units).ToArray());
        var (gate, trace, blame) = (0.4, new double[steps], new double[units]);
        for (var step = 0; step < steps; step++)
        {
            var x = new[] { (step % 17 / 8.5) - 1, (step % 5 / 2.5) - 1 };
            var hidden = row.Fire(x);
            var error = output.Fire(hidden) - (0.5 * x[0] * x[1]);
            var before = (double[])output.Weights.Clone();
            var delta = output.Learn(hidden, error, 0.05);
            for (var i = 0; i < units; i++)
            {
                blame[i] = delta * before[i];
            }

            row.Learn(x, blame, 0.05);
            gate = Gate.Learn(kinds[step % kinds.Length], gate, x[0], 0.1, 0.05);
            trace[step] = error + gate;
        }

        return trace;
    }
}
