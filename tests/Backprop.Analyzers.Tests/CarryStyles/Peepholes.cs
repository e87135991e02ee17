using Xunit;

namespace Backprop.Analyzers.Tests.CarryStyles;

/// <summary>Gates that look at the cell state.</summary>
public class Peepholes
{
    [Fact]
    public Task The_cell_s_gradient_is_a_sum_of_five() => Sample.IsRightAndSilent("""
        // An LSTM whose gates look at the cell: one unit.
        public class Net
        {
            private readonly double[] p;
            private readonly double[] d = new double[23];
            private readonly List<(double C0, double H0, double F, double I, double G, double O, double C, double H, double[] X, double[] E)> steps = [];

            public Net(double[] p) => this.p = p;

            private static double S(double z) => 1 / (1 + Math.Exp(-z));

            private double Z(int g, double[] x, double h) => p[g * 4] * x[0] + p[g * 4 + 1] * x[1] + p[g * 4 + 2] * h + p[g * 4 + 3];

            public double Forward(double[][] xs, double[][] wanted)
            {
                double h = 0, c = 0, loss = 0;
                for (int t = 0; t < xs.Length; t++)
                {
                    var x = xs[t];
                    var f = S(Z(0, x, h) + p[16] * c);
                    var i = S(Z(1, x, h) + p[17] * c);
                    var g = Math.Tanh(Z(2, x, h));
                    var cell = f * c + i * g;
                    var o = S(Z(3, x, h) + p[18] * cell);
                    var state = o * Math.Tanh(cell);
                    var e = new[] { p[19] * state + p[20] - wanted[t][0], p[21] * state + p[22] - wanted[t][1] };
                    loss += (e[0] * e[0] + e[1] * e[1]) / 2;
                    steps.Add((c, h, f, i, g, o, cell, state, x, e));
                    (c, h) = (cell, state);
                }
                return loss;
            }

            public void Backward(double[][] xs)
            {
                double dhNext = 0, dcNext = 0;
                for (int t = steps.Count - 1; t >= 0; t--)
                {
                    var s = steps[t];
                    for (int k = 0; k < 2; k++)
                    {
                        d[19 + 2 * k] += s.E[k] * s.H;
                        d[20 + 2 * k] += s.E[k];
                    }
                    var dh = dhNext + p[19] * s.E[0] + p[21] * s.E[1];
                    var q = Math.Tanh(s.C);
                    var zo = dh * q * s.O * (1 - s.O);
                    var dc = dcNext + dh * s.O * (1 - q * q) + zo * p[18];
                    var zf = dc * s.C0 * s.F * (1 - s.F);
                    var zi = dc * s.G * s.I * (1 - s.I);
                    var zg = dc * s.I * (1 - s.G * s.G);
                    d[16] += zf * s.C0;
                    d[17] += zi * s.C0;
                    d[18] += zo * s.C;
                    dcNext = dc * s.F + zf * p[16] + zi * p[17];
                    dhNext = 0;
                    var z = new[] { zf, zi, zg, zo };
                    for (int g = 0; g < 4; g++)
                    {
                        d[g * 4] += z[g] * s.X[0];
                        d[g * 4 + 1] += z[g] * s.X[1];
                        d[g * 4 + 2] += z[g] * s.H0;
                        d[g * 4 + 3] += z[g];
                        dhNext += p[g * 4 + 2] * z[g];
                    }
                }
            }

            public double[] Gradient => d;
        }

        public static class Entry
        {
            public const int ParameterCount = 23;

            public static double Loss(double[] parameters, double[][] inputs, double[][] targets) => new Net(parameters).Forward(inputs, targets);

            public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
            {
                var net = new Net(parameters);
                net.Forward(inputs, targets);
                net.Backward(inputs);
                return net.Gradient;
            }
        }
        """);
}
