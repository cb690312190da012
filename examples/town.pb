META
key;value
description;An invented town
num_projects;8
num_votes;20
budget;100000
vote_type;approval
PROJECTS
project_id;cost;name;category
p1;15000;Benches on the square;culture
p2;15000;Cycle stands;mobility
p3;41000;A well for the school;culture
p4;14000;Trees in Mill Lane;mobility
p5;28000;Night bus;mobility
p6;42000;Library on Sundays;green
p7;45000;Playground;mobility
p8;8000;Open-air cinema;culture
VOTES
voter_id;vote
v01;p4,p7
v02;p1,p5,p7,p8
v03;p7
v04;p1,p3
v05;p1
v06;p8
v07;p1,p5,p7
v08;p4
v09;p2
v10;p6
v11;p2,p8
v12;p4,p8
v13;p3,p4,p5,p8
v14;p1,p4,p7
v15;p7,p8
v16;p6,p7
v17;p2,p3,p4,p6
v18;p2,p4
v19;p2,p5,p6,p8
v20;p5,p7
