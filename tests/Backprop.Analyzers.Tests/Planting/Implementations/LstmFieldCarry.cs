/*@na:inner the back-flow is summed per unit in a local*/
using System.Runtime.CompilerServices;

namespace Arena.Brains
{
    /// One remembered tick of the brain. Pooled by nobody, there are only a few hundred per fight.
    public class Tick
    {
        public double[] senses, hBefore, cBefore, forget, write, idea, show, cell, cellTanh, h;
    }

    public class EnemyBrain
    {
        const int Senses = 2, Neurons = 3, Actions = 2;
        readonly Weights wForget, wWrite, wIdea, wShow;
        readonly double[,] wAction = new double[Actions, Neurons];
        readonly double[,] gAction = new double[Actions, Neurons];
        readonly List<Tick> memory = new List<Tick>();
        double[] h = new double[Neurons];
        double[] c = new double[Neurons];

        // gradient that comes back from the tick after
        double[] hFlow = new double[Neurons];
        double[] cFlow = new double[Neurons];

        class Weights
        {
            public double[,] fromSenses = new double[Neurons, Senses], fromSelf = new double[Neurons, Neurons];
            public double[,] gSenses = new double[Neurons, Senses], gSelf = new double[Neurons, Neurons];
            public double[] bias = new double[Neurons], gBias = new double[Neurons];

            public double Sum(int n, double[] senses, double[] self)
            {
                double s = bias[n];
                for (int k = 0; k < Senses; k++) s += fromSenses[n, k] * senses[k];
                for (int k = 0; k < Neurons; k++) s += fromSelf[n, k] * self[k];
                return s;
            }

            public void Learn(int n, double d, Tick tick)
            {
                /*@grad*/gBias[n] += d;
                for (int k = 0; k < Senses; k++) /*@grad*/gSenses[n, k] += d * tick.senses[k];
                for (int k = 0; k < Neurons; k++) /*@grad*/gSelf[n, k] += d * /*@cache => tick.h[k]*/tick.hBefore[k];
            }

            public IEnumerable<double[,]> Blocks(bool gradient) =>
                gradient ? new[] { gSenses, gSelf } : new[] { fromSenses, fromSelf };
        }

        public EnemyBrain(double[] dna)
        {
            int gene = 0;
            wForget = Grow(dna, ref gene);
            wWrite = Grow(dna, ref gene);
            wIdea = Grow(dna, ref gene);
            wShow = Grow(dna, ref gene);
            Fill(wAction, dna, ref gene);
        }

        static Weights Grow(double[] dna, ref int gene)
        {
            var w = new Weights();
            foreach (var block in w.Blocks(false)) Fill(block, dna, ref gene);
            for (int n = 0; n < Neurons; n++) w.bias[n] = dna[gene++];
            return w;
        }

        static void Fill(double[,] block, double[] dna, ref int gene)
        {
            for (int r = 0; r < block.GetLength(0); r++)
                for (int k = 0; k < block.GetLength(1); k++)
                    block[r, k] = dna[gene++];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static double Squash(double x) => 1.0 / (1.0 + Math.Exp(-x));

        /*@shared#1 +> readonly double[] pooled = new double[Neurons];*/
        public double[] Think(double[] senses)
        {
            var tick = new Tick
            {
                senses = senses, hBefore = h, cBefore = c,
                forget = new double[Neurons], write = new double[Neurons], idea = /*@shared#1 => pooled*/new double[Neurons],
                show = new double[Neurons], cell = new double[Neurons], cellTanh = new double[Neurons], h = new double[Neurons],
            };
            for (int n = 0; n < Neurons; n++)
            {
                tick.forget[n] = Squash(wForget.Sum(n, senses, h));
                tick.write[n] = Squash(wWrite.Sum(n, senses, h));
                tick.idea[n] = Math.Tanh(wIdea.Sum(n, senses, h));
                tick.show[n] = Squash(wShow.Sum(n, senses, h));
                tick.cell[n] = tick.forget[n] * c[n] + tick.write[n] * tick.idea[n];
                tick.cellTanh[n] = Math.Tanh(tick.cell[n]);
                tick.h[n] = tick.show[n] * tick.cellTanh[n];
            }
            h = tick.h;
            c = tick.cell;
            memory.Add(tick);
            return Act(tick);
        }

        double[] Act(Tick tick)
        {
            var action = new double[Actions];
            for (int a = 0; a < Actions; a++)
                for (int n = 0; n < Neurons; n++)
                    action[a] += wAction[a, n] * tick.h[n];
            return action;
        }

        public void Regret(double[][] wanted)
        {
            hFlow = new double[Neurons];
            cFlow = new double[Neurons];
            /*@reverse#1 => int at = 0;*/
            int at = memory.Count;
            /*@loop*/
            /*@reverse#1 => foreach (var tick in memory) Rewind(tick, wanted[at++]);*/
            foreach (var tick in Enumerable.Reverse(memory))
                Rewind(tick, wanted[--at]);
        }

        void Rewind(Tick tick, double[] wanted)
        {
            /*@overwrite +> for (int n = 0; n < Neurons; n++) tick.cellTanh[n] = 1 - tick.cellTanh[n] * tick.cellTanh[n];*/
            var action = Act(tick);
            var dForget = new double[Neurons];
            var dWrite = new double[Neurons];
            var dIdea = new double[Neurons];
            var dShow = new double[Neurons];
            for (int n = 0; n < Neurons; n++)
            {
                double blame = 0;
                for (int a = 0; a < Actions; a++)
                {
                    blame += wAction[a, n] * (action[a] - wanted[a]);
                    /*@grad*/gAction[a, n] += (action[a] - wanted[a]) * tick.h[n];
                }
                double dh = /*@upstream*/blame + /*@carry*/hFlow[n];
                double dc = dh * tick.show[n] * (1 - tick.cellTanh[n] * tick.cellTanh[n]) + /*@cell*/cFlow[n];
                dForget[n] = dc * tick.cBefore[n] * tick.forget[n] * (1 - tick.forget[n]);
                dWrite[n] = dc * tick.idea[n] * tick.write[n] * (1 - tick.write[n]);
                dIdea[n] = dc * tick.write[n] * (1 - tick.idea[n] * tick.idea[n]);
                dShow[n] = dh * tick.cellTanh[n] * tick.show[n] * (1 - tick.show[n]);
                /*@cell*/cFlow[n] = dc * tick.forget[n];
            }
            for (int n = 0; n < Neurons; n++)
            {
                double back = 0;
                for (int m = 0; m < Neurons; m++)
                    back += wForget.fromSelf[m, n] * dForget[m] + wWrite.fromSelf[m, n] * dWrite[m]
                        + wIdea.fromSelf[m, n] * dIdea[m] + wShow.fromSelf[m, n] * dShow[m];
                /*@carry-assign*/hFlow[n] = back;
                wForget.Learn(n, dForget[n], tick);
                wWrite.Learn(n, dWrite[n], tick);
                wIdea.Learn(n, dIdea[n], tick);
                wShow.Learn(n, dShow[n], tick);
            }
        }

        public IEnumerable<double> Regrets() => new[] { wForget, wWrite, wIdea, wShow }
            .SelectMany(w => w.Blocks(true).SelectMany(block => block.Cast<double>()).Concat(w.gBias))
            .Concat(gAction.Cast<double>());
    }
}

public static class Entry
{
    public const int ParameterCount = 4 * (3 * 2 + 3 * 3 + 3) + 2 * 3;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        var brain = new Arena.Brains.EnemyBrain(parameters);
        double loss = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            var action = brain.Think(inputs[i]);
            loss += 0.5 * action.Zip(targets[i], (a, b) => (a - b) * (a - b)).Sum();
        }
        return loss;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var brain = new Arena.Brains.EnemyBrain(parameters);
        foreach (var senses in inputs) brain.Think(senses);
        brain.Regret(targets);
        return brain.Regrets().ToArray();
    }
}
